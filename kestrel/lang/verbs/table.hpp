// The verbs, one declaration each; table.cpp lists them.
#pragma once

#include "kestrel/lang/verb.hpp"

namespace kestrel::lang {

Verb apply_verb();
Verb describe_verb();
Verb disp_verb();
Verb explain_verb();
Verb find_verb();
Verb get_verb();
Verb group_verb();
Verb info_verb();
Verb join_verb();
Verb load_verb();
Verb new_verb();
Verb save_verb();
Verb sort_verb();

}  // namespace kestrel::lang
