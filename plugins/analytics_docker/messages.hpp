// Every sentence of this plugin, so that they sound alike. What containers and the engine say is
// kept as notes: bounded here, made inert by whoever draws them.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kestrel/base/diagnostic.hpp"

namespace kestrel::analytics_docker::messages {

/// A socket where no engine answered, and the error number that connecting gave.
struct TriedSocket {
  std::string path;
  int problem = 0;
};

// The engine.
Diagnostic no_curl(std::string_view reason);
Diagnostic unsupported_host(std::string_view host);
Diagnostic no_engine(std::span<const TriedSocket> tried);
Diagnostic engine_gone(const std::filesystem::path& socket, std::string_view reason);
Diagnostic answer_too_long(const std::filesystem::path& socket, std::size_t limit);
Diagnostic engine_slow(const std::filesystem::path& socket, std::chrono::milliseconds patience);
Diagnostic engine_refused(const std::filesystem::path& socket, std::string_view task, long status,
                          std::string_view reason);
Diagnostic strange_answer(const std::filesystem::path& socket, std::string_view task);

// The call.
Diagnostic bad_name(std::string_view name);
Diagnostic image_missing(std::string_view name, std::string_view reference,
                         const std::vector<std::string>& names);
Diagnostic bad_argument_name(std::string_view name);
Diagnostic reserved_argument(std::string_view name);
Diagnostic repeated_argument(std::string_view name);
Diagnostic bad_argument_value(std::string_view name, std::string_view expected);
Diagnostic arguments_too_long(std::size_t limit);
Diagnostic no_folder(const std::filesystem::path& folder, int error_number);

// The run.
Diagnostic not_started(std::string_view name, std::string_view reason);
Diagnostic failed(std::string_view name, long status, std::vector<std::string> lines);
Diagnostic out_of_memory(std::string_view name, std::uint64_t limit,
                         std::vector<std::string> lines);
Diagnostic time_limit(std::string_view name, std::chrono::milliseconds limit,
                      std::vector<std::string> lines);
Diagnostic cancelled(std::string_view name);

// What came back.
Diagnostic bad_output(std::string_view name, std::size_t index, std::string_view found);
Diagnostic output_too_large(std::string_view name, std::size_t index, std::uint64_t size,
                            std::uint64_t limit);
Diagnostic several_displays(std::string_view name, std::string_view first, std::string_view second);
Diagnostic bad_display(std::string_view name, std::string_view file, std::string_view found);
Diagnostic display_too_large(std::string_view name, std::string_view file, std::uint64_t limit);

}  // namespace kestrel::analytics_docker::messages
