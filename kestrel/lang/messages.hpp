// Every sentence of the front end. Read in one go, they sound alike.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "kestrel/base/diagnostic.hpp"
#include "kestrel/lang/lexer.hpp"

namespace kestrel::lang::messages {

Diagnostic broken_text(Span span);
Diagnostic expected(std::string_view what, const Token& found);
Diagnostic expected_statement(const Token& found, std::span<const std::string> verbs);
Diagnostic unterminated_string(const Token& string);
Diagnostic escape_cut_short(Span span, char letter, std::size_t wanted);
Diagnostic nesting_too_deep(Span span, std::size_t limit);
Diagnostic number_out_of_range(Span span, std::string_view found, std::string_view range);
Diagnostic wrong_timestamp(const Token& found);
Diagnostic list_needs_in(Span list, std::string_view operation, Span operation_span);
Diagnostic text_needs_quotes(const Token& found);
Diagnostic reference_in_pattern(Span span, std::string_view text);
Diagnostic unknown_variable(Span span, const std::string& name, std::span<const std::string> known);
Diagnostic result_needs_name(Span span, std::string_view name);
Diagnostic statement_takes_no_name(Span span, std::string_view verb);
Diagnostic missing_source(Span span);
Diagnostic foreign_entity(Span span, std::string_view written, std::string_view expected);
Diagnostic wrong_type_from_variable(Span type, std::string_view wanted, Span variable,
                                    std::string_view name, std::string_view found);
Diagnostic unknown_scheme(Span span, std::string_view scheme, std::string_view kind,
                          std::span<const std::string> known);
Diagnostic mixed_sources(Span span);

}  // namespace kestrel::lang::messages
