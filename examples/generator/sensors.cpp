#include "examples/generator/sensors.hpp"

#include <algorithm>

namespace samplestix {
namespace {

LogEvent sysmon(std::string code, std::string action, std::string category) {
  return {std::move(action),
          std::move(code),
          "sysmon",
          "Microsoft-Windows-Sysmon",
          std::move(category),
          {},
          {}};
}

LogEvent security(std::string code, std::string action, std::string category) {
  return {std::move(action),
          std::move(code),
          "security",
          "Microsoft-Windows-Security-Auditing",
          std::move(category),
          {},
          {}};
}

LogEvent flow_sensor() {
  return {"Network flow", "flow", "flow", "THO switch sensor", "network", {}, {}};
}

/// A connection is reported when it has ended, however often it was seen.
Observation connection_observed(const Flow& flow, Sightings sightings) {
  return {flow.start, std::max(flow.end, flow.start + sightings.span), sightings.count};
}

LogEvent flow_event(const Process& process) {
  return process.unique_id.empty() ? security("5156", "Filtering platform connection", "network")
                                   : sysmon("3", "Network connection detected", "network");
}

void refer(LogEvent& event, std::string attribute, std::string key) {
  event.references.emplace_back(std::move(attribute), std::move(key));
}

/// Says which process did it, on whose behalf and where.
void refer_to_process(LogEvent& event, Observation& observation, const std::string& key,
                      const Process& process) {
  refer(event, "process_ref", key);
  refer(event, "user_ref", observation.account(*process.account));
  refer(event, "host_ref", observation.host(*process.host));
}

}  // namespace

void see_process_start(Bundle& bundle, const Process& process) {
  Observation observation(process.created, process.created, 1);
  LogEvent event = process.unique_id.empty()
                       ? security("4688", "A new process has been created", "process")
                       : sysmon("1", "Process creation", "process");
  refer_to_process(event, observation, observation.process(process), process);
  observation.event(event);
  bundle.add(std::move(observation));
}

void see_process_flow(Bundle& bundle, const Process& process, const Flow& flow,
                      Sightings sightings) {
  Observation observation = connection_observed(flow, sightings);
  LogEvent event = flow_event(process);
  refer_to_process(event, observation, observation.process_with_flow(process, flow), process);
  refer(event, "network_ref", observation.flow(flow));
  observation.event(event);
  bundle.add(std::move(observation));
}

void see_lookup(Bundle& bundle, const Process& process, const Flow& flow, const Site& site,
                Sightings sightings) {
  Observation observation = connection_observed(flow, sightings);
  LogEvent event = flow_event(process);
  refer_to_process(event, observation, observation.process_with_flow(process, flow), process);
  refer(event, "network_ref", observation.flow(flow));
  refer(event, "domain_ref", observation.domain(site));
  observation.event(event);
  bundle.add(std::move(observation));
}

void see_flow(Bundle& bundle, const Flow& flow, Sightings sightings) {
  Observation observation = connection_observed(flow, sightings);
  LogEvent event = flow_sensor();
  refer(event, "network_ref", observation.flow(flow));
  observation.event(event);
  bundle.add(std::move(observation));
}

void see_lookup_on_wire(Bundle& bundle, const Flow& flow, const Site& site, Sightings sightings) {
  Observation observation = connection_observed(flow, sightings);
  LogEvent event = flow_sensor();
  refer(event, "network_ref", observation.flow(flow));
  refer(event, "domain_ref", observation.domain(site));
  observation.event(event);
  bundle.add(std::move(observation));
}

void see_web_request(Bundle& bundle, const Host& proxy, const Flow& flow, const Site& site,
                     Sightings sightings) {
  Observation observation = connection_observed(flow, sightings);
  LogEvent event{"Proxy request", "TCP_MISS", "proxy", "THO-PX01 access log", "web", {}, {}};
  refer(event, "network_ref", observation.flow(flow));
  const std::string scheme = flow.destination_port == 443 ? "https://" : "http://";
  refer(event, "url_ref", observation.url(scheme + site.domain + flow.request->path));
  refer(event, "domain_ref", observation.domain(site));
  refer(event, "host_ref", observation.host(proxy));
  observation.event(event);
  bundle.add(std::move(observation));
}

void see_file_created(Bundle& bundle, const Process& process, const File& file, Moment moment) {
  Observation observation(moment, moment, 1);
  LogEvent event = sysmon("11", "File created", "file");
  const std::string key = observation.process(process);
  refer(event, "file_ref", observation.file(file));
  refer_to_process(event, observation, key, process);
  observation.event(event);
  bundle.add(std::move(observation));
}

void see_registry_value(Bundle& bundle, const Process& process, const RegistryValue& value,
                        Moment moment) {
  Observation observation(moment, moment, 1);
  LogEvent event = sysmon("13", "Registry value set", "configuration");
  const std::string key = observation.process(process);
  refer(event, "registry_ref", observation.registry_value(value, moment, *process.account));
  refer_to_process(event, observation, key, process);
  observation.event(event);
  bundle.add(std::move(observation));
}

void see_logon(Bundle& bundle, const Host& host, const Account& account, const std::string& origin,
               Moment moment) {
  Observation observation(moment, moment, 1);
  LogEvent event = security("4624", "An account was successfully logged on", "authentication");
  refer(event, "user_ref", observation.account(account));
  refer(event, "host_ref", observation.host(host));
  event.addresses = {observation.address(origin)};
  observation.event(event);
  bundle.add(std::move(observation));
}

}  // namespace samplestix
