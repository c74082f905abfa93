// How PowerShell takes a script on its command line: base64 over UTF-16.
#pragma once

#include <string>
#include <string_view>

namespace samplestix {

/// Encodes a script for `powershell -EncodedCommand`. Requires ASCII.
std::string encoded_command(std::string_view script);

}  // namespace samplestix
