// The company's sensors: each function is one kind of log line, added to the bundle.
//
// Windows hosts report through Sysmon, except the application server, whose Security log has no
// unique process ids. A flow sensor at the switch and the web proxy see connections from outside.
#pragma once

#include "examples/generator/bundle.hpp"
#include "examples/generator/facts.hpp"

namespace samplestix {

/// Tells how often and until when one observation was made.
struct Sightings {
  int count = 1;
  Moment span = 0;  // from the first to the last
};

/// Process creation: Sysmon event 1, or 4688 of the Security log for a process without unique id.
void see_process_start(Bundle& bundle, const Process& process);

/// A connection as the host sees it: Sysmon event 3, or 5156 of the Security log.
void see_process_flow(Bundle& bundle, const Process& process, const Flow& flow,
                      Sightings sightings = {});

/// A name lookup as the host sees it: the connection, the name that was asked for, and its answer.
void see_lookup(Bundle& bundle, const Process& process, const Flow& flow, const Site& site,
                Sightings sightings = {});

/// A connection as the flow sensor at the switch sees it: no process, no host.
void see_flow(Bundle& bundle, const Flow& flow, Sightings sightings = {});

/// A name lookup as the flow sensor sees it.
void see_lookup_on_wire(Bundle& bundle, const Flow& flow, const Site& site,
                        Sightings sightings = {});

/// A page fetched by the web proxy. Requires a flow with a request.
void see_web_request(Bundle& bundle, const Host& proxy, const Flow& flow, const Site& site,
                     Sightings sightings = {});

/// A file written by a process: Sysmon event 11.
void see_file_created(Bundle& bundle, const Process& process, const File& file, Moment moment);

/// A registry value set by a process: Sysmon event 13.
void see_registry_value(Bundle& bundle, const Process& process, const RegistryValue& value,
                        Moment moment);

/// A logon: event 4624 of the Security log. `origin` is the address it came from.
void see_logon(Bundle& bundle, const Host& host, const Account& account, const std::string& origin,
               Moment moment);

}  // namespace samplestix
