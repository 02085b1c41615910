#include <json-c/json.h>
#include <locale.h>

// Swift does not import the macro, because it is computed.
static const int all_locale_categories = LC_ALL_MASK;
