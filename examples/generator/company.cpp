#include "examples/generator/company.hpp"

#include "examples/generator/random.hpp"

namespace samplestix {
namespace {

Host make_host(Random& random, std::string name, int network, int number, bool is_windows) {
  const std::string segment = std::to_string(network);
  Host host;
  host.name = std::move(name);
  host.ipv4 = "10.20." + segment + "." + std::to_string(number);
  host.ipv6 = std::string("fd42:7a1e:20") + (network == 0 ? "" : ":" + segment) +
              "::" + std::to_string(number);
  host.mac = "02:00:5e";  // locally administered
  for (int i = 0; i < 3; ++i) {
    host.mac += ":" + random.hexadecimal(2);
  }
  const bool is_server = network == 0;
  host.os_name = !is_windows ? "Debian GNU/Linux"
                 : is_server ? "Windows Server 2019"
                             : "Windows 10 Enterprise";
  host.os_version = !is_windows ? "12" : is_server ? "10.0.17763" : "10.0.19045";
  return host;
}

std::vector<Account> make_people() {
  struct Person {
    const char* login;
    const char* name;
  };
  std::vector<Account> people;
  for (const Person& person :
       {Person{"abeckett", "Anna Beckett"}, Person{"gholm", "Greta Holm"},
        Person{"tokafor", "Tobe Okafor"}, Person{"lmarchetti", "Luca Marchetti"},
        Person{"ssato", "Sana Sato"}, Person{"dkowal", "Dana Kowal"},
        Person{"mfairfax", "Mona Fairfax"}, Person{"rpetrov", "Ruben Petrov"},
        Person{"imoreau", "Ines Moreau"}, Person{"hlindqvist", "Hanna Lindqvist"},
        Person{"jadeyemi", "Jide Adeyemi"}, Person{"cwren", "Clara Wren"}}) {
    const std::string login = person.login;
    people.push_back({login, person.name, "windows-domain", login == "tokafor"});
  }
  return people;
}

std::vector<Site> make_internet() {
  const std::vector<std::string> networks{"192.0.2.", "198.51.100.", "203.0.113."};
  const std::vector<std::string> names{
      "www",  "news",     "maps", "search",  "weather", "travel", "video",   "images",
      "shop", "supplier", "bank", "updates", "login",   "cdn",    "static",  "fonts",
      "api",  "docs",     "wiki", "forum",   "jobs",    "press",  "library", "standards"};
  const std::vector<std::string> zones{"example.com", "example.org", "example.net"};
  std::vector<Site> sites;
  for (std::size_t i = 0; i < names.size(); ++i) {
    for (std::size_t z = 0; z < zones.size(); ++z) {
      if ((i + z) % 3 == 2) {
        continue;  // not every name exists in every zone
      }
      const std::string number = std::to_string(100 + 2 * i + z);
      Site site{names[i] + "." + zones[z], networks[(i + z) % networks.size()] + number, ""};
      if (i % 3 == 0) {
        site.ipv6 = "2001:db8:" + std::to_string(40 + z) + "::" + number;
      }
      sites.push_back(std::move(site));
    }
  }
  sites.push_back({"mail.example.com", std::string(address::mail), "2001:db8:40::25"});
  return sites;
}

}  // namespace

const Account& system_account() {
  static const Account account{"SYSTEM", "Local System", "windows-local", true};
  return account;
}

const Account& network_service() {
  static const Account account{"NETWORK SERVICE", "Network Service", "windows-local", false};
  return account;
}

const Account& local_service() {
  static const Account account{"LOCAL SERVICE", "Local Service", "windows-local", false};
  return account;
}

Company make_company() {
  Random random("company");
  Company company;
  company.people = make_people();
  for (int number = 1; number <= 12; ++number) {
    const std::string digits = std::to_string(number);
    const std::string name = "THO-WS" + std::string(2 - digits.size(), '0') + digits;
    company.workstations.push_back(make_host(random, name, 1, 100 + number, true));
  }
  company.domain_controller = make_host(random, "THO-DC01", 0, 10, true);
  company.file_server = make_host(random, "THO-FS01", 0, 20, true);
  company.application_server = make_host(random, "THO-APP01", 0, 40, true);
  company.web_proxy = make_host(random, "THO-PX01", 0, 30, false);
  company.name_resolver = make_host(random, "THO-DNS01", 0, 53, false);
  company.internet = make_internet();
  for (const Host* host : {&company.domain_controller, &company.file_server,
                           &company.application_server, &company.web_proxy}) {
    std::string label = host->name;
    for (char& letter : label) {
      if (letter >= 'A' && letter <= 'Z') {
        letter = static_cast<char>(letter - 'A' + 'a');
      }
    }
    company.intranet.push_back({label + ".corp.example.com", host->ipv4, ""});
  }
  company.upstream_resolvers = {"192.0.2.53", std::string(address::public_resolver)};
  return company;
}

File file_at(std::string_view path) {
  const std::size_t slash = path.rfind('\\');
  return {std::string(path.substr(slash + 1)), std::string(path.substr(0, slash)),
          std::string(path)};
}

std::string path_of(const File& file) {
  return file.directory + "\\" + file.name;
}

}  // namespace samplestix
