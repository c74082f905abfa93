// Every sentence of the front end. Read in one go, they sound alike.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "kestrel/base/diagnostic.hpp"
#include "kestrel/lang/ast.hpp"
#include "kestrel/lang/lexer.hpp"

namespace kestrel::lang::messages {

Diagnostic broken_text(Span span);
Diagnostic expected(std::string_view what, const Token& found);
Diagnostic expected_statement(const Token& found, std::span<const std::string> verbs);
Diagnostic unterminated_string(const Token& string);
Diagnostic escape_cut_short(Span span, char letter, std::size_t wanted);
Diagnostic escape_is_no_character(Span span, std::string_view written);
Diagnostic escape_by_name(Span span, std::string_view written);
Diagnostic nesting_too_deep(Span span, std::size_t limit);
Diagnostic number_out_of_range(Span span, std::string_view found, std::string_view range);
Diagnostic wrong_timestamp(const Token& found);
Diagnostic list_needs_in(Span list, std::string_view operation, Span operation_span);
Diagnostic in_needs_list(Span value, Span operation);
Diagnostic text_needs_quotes(const Token& found);
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
Diagnostic places_with_spaces(const Token& comma);
Diagnostic repeated_column(Span span, std::string_view name);
Diagnostic unsupported_relation(const ast::Name& relation, std::string_view actor,
                                std::string_view object);
Diagnostic clauses_without_effect(const ast::Name& type);
Diagnostic clauses_without_effect(const ast::Source& variable);
Diagnostic groups_have_no_entities(Span span, const ast::Name& variable);
Diagnostic join_needs_attributes(Span left, Span right);
Diagnostic merge_of_types(const ast::Name& other, std::string_view other_type,
                          const ast::Name& first, std::string_view first_type);
Diagnostic merge_takes_no_clause(const Token& clause);
Diagnostic merge_of_groups(const ast::Name& grouped, const ast::Name& other);
Diagnostic missing_entity_type(Span data);
Diagnostic mixed_entity_types(Span span, std::string_view type, Span first,
                              std::string_view first_type);
Diagnostic entity_type_missing_in_row(Span row, Span told);
Diagnostic entity_type_is_no_text(Span span);
Diagnostic declared_type_ignored(Span span, std::string_view declared, std::string_view found);

}  // namespace kestrel::lang::messages
