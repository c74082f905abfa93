// The verbs, one declaration each; table.cpp lists them.
#pragma once

#include "kestrel/lang/verb.hpp"

namespace kestrel::lang {

Verb apply_verb();
Verb disp_verb();
Verb get_verb();
Verb info_verb();

}  // namespace kestrel::lang
