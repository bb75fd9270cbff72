/* The same tests in double precision, the form of the gradient checks. The tiles are headers only,
 * so the library's precision doesn't matter here. */
#define XR_DOUBLE
#include "test_tile.c"
