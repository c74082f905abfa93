// What every Windows machine does on an ordinary day: boot, log somebody on, run programs.
#pragma once

#include "examples/generator/machine.hpp"

namespace samplestix {

/// Starts Windows: System, the session manager, the services. Appoints all roles of the system.
void boot(Machine& machine, Moment moment);

/// Logs a person on at the keyboard and starts the desktop, mail and browser. Appoints their roles.
void log_on(Machine& machine, const Account& person, Moment moment);

/// Runs the odd jobs Windows gives itself until the end of the day.
void run_housekeeping(Machine& machine, Moment from, Moment until);

/// Lets a person open documents and pages until the end of the day. Requires log_on.
void run_desktop(Machine& machine, const Account& person, Moment from, Moment until);

}  // namespace samplestix
