// What a session is set up with: kestrel.yaml, the environment, the command line.
#pragma once

#include "apps/cli/options.hpp"
#include "kestrel/base/result.hpp"
#include "plugins/builtin.hpp"

namespace kestrel::cli {

/// Everything that the configuration decides.
struct Configuration {
  session::Settings session;
  PluginSettings plugins;
};

/// Reads the configuration: built-in values, then the file, then the command line. A file named
/// with
/// `--config` or in `KESTREL_CONFIG` must exist; the default one need not.
Result<Configuration> configure(const Options& options);

}  // namespace kestrel::cli
