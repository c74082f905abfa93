// Ordinary DNS: small, short, and mostly answered by the company's own resolver.
#include <array>
#include <string>

#include "examples/generator/office.hpp"
#include "examples/generator/sensors.hpp"

namespace samplestix {
namespace {

constexpr int projector_lookups = 12;
constexpr int server_lookups = 84;
constexpr int upstream_lookups = 210;
constexpr int break_in_lookups = 1;  // made by run_intrusion

constexpr std::array<std::string_view, 3> user_agents{
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/124.0.0.0 Safari/537.36",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/123.0.0.0 Safari/537.36",
    "Microsoft-CryptoAPI/10.0"};
constexpr std::array<std::string_view, 8> pages{
    "/",           "/index.html", "/search?q=achromatic+doublet", "/assets/site.css",
    "/news/today", "/api/v2/me",  "/catalogue/coatings",          "/favicon.ico"};

Volume small_exchange(Random& random) {
  return {random.between(1, 180), random.between(60, 240), random.between(90, 900)};
}

/// Most lookups are seen once; some names are asked for again and again.
Sightings repeated(Random& random) {
  if (!random.one_in(9)) {
    return {};
  }
  const int count = static_cast<int>(random.between(2, 14));
  return {count, count * random.between(4 * second, 40 * second)};
}

/// Fetches a page of the site: the browser asks the proxy, the proxy asks the site.
void visit(Office& office, Machine& machine, const Site& site, Moment moment, Random& random) {
  const Process& browser = machine.running(Role::browser);
  const Host& proxy = office.company.web_proxy;
  const Volume volume{random.between(300, 45'000), random.between(700, 9'000),
                      random.between(2'000, 900'000)};
  see_process_flow(
      office.bundle, browser,
      office.network.connect(machine.host().ipv4, proxy.ipv4, protocol::web_proxy, moment, volume));
  if (random.one_in(2)) {
    const Protocol& spoken = random.one_in(4) ? protocol::http : protocol::https;
    Flow flow = office.network.connect(proxy.ipv4, site.ipv4, spoken, moment + 6, volume);
    flow.request = {"GET", std::string(random.pick(pages)), site.domain,
                    std::string(random.pick(user_agents))};
    see_web_request(office.bundle, proxy, flow, site);
  }
}

void look_up_from_workstation(Office& office, Random& random) {
  Machine& machine = office.workstation(static_cast<int>(random.between(1, 12)));
  const bool is_internal = random.one_in(5);
  const Site& site = random.pick(is_internal ? office.company.intranet : office.company.internet);
  const Process& browser = machine.running(Role::browser);
  const Moment moment = random.between(browser.created + minute, at(17, 40));
  const Host& host = machine.host();
  const Host& resolver = office.company.name_resolver;
  const bool uses_ipv6 = random.one_in(11);
  const Flow flow = office.network.connect(uses_ipv6 ? host.ipv6 : host.ipv4,
                                           uses_ipv6 ? resolver.ipv6 : resolver.ipv4, protocol::dns,
                                           moment, small_exchange(random));
  const Sightings sightings = repeated(random);
  const bool is_on_host = random.one_in(2);
  if (is_on_host) {
    see_lookup(office.bundle, machine.running(Role::name_lookup), flow, site, sightings);
  }
  if (!is_on_host || random.one_in(5)) {
    see_lookup_on_wire(office.bundle, flow, site, sightings);
  }
  if (!is_internal && random.one_in(3)) {
    visit(office, machine, site, flow.end + random.between(3, 90), random);
  }
}

void look_up_from_servers(Office& office, Random& random) {
  const std::array<Machine*, 3> servers{&office.domain_controller, &office.file_server,
                                        &office.application_server};
  for (int i = 0; i < server_lookups; ++i) {
    Machine& server = *random.pick(servers);
    const Moment moment = random.between(at(6, 0), at(18, 0));
    const Flow flow = office.network.connect(server.host().ipv4, office.company.name_resolver.ipv4,
                                             protocol::dns, moment, small_exchange(random));
    see_lookup(office.bundle, server.running(Role::name_lookup), flow,
               random.pick(office.company.intranet));
  }
}

void look_up_outside(Office& office, Random& random) {
  for (int i = 0; i < upstream_lookups; ++i) {
    const std::string& upstream = random.pick(office.company.upstream_resolvers);
    const Moment moment = random.between(at(6, 0), at(18, 0));
    const Flow flow = office.network.connect(office.company.name_resolver.ipv4, upstream,
                                             protocol::dns, moment, small_exchange(random));
    see_lookup_on_wire(office.bundle, flow, random.pick(office.company.internet));
  }
  for (int i = 0; i < projector_lookups; ++i) {
    const Flow flow =
        office.network.connect(address::projector, address::public_resolver, protocol::dns,
                               at(9, 0) + i * 40 * minute, small_exchange(random));
    see_lookup_on_wire(office.bundle, flow, {"firmware.example.org", "", ""});
  }
}

}  // namespace

void run_name_lookups(Office& office) {
  Random random("name lookups");
  look_up_outside(office, random);
  look_up_from_servers(office, random);
  const int others = projector_lookups + server_lookups + upstream_lookups + break_in_lookups;
  for (int i = others; i < ordinary_lookup_count; ++i) {
    look_up_from_workstation(office, random);
  }
}

}  // namespace samplestix
