/* Which pictures of a folder are for the test, where the folder itself doesn't say. */
#ifndef XC_DATA_DIVIDE_H
#define XC_DATA_DIVIDE_H

#include "data/collect.h"

/* Makes test pictures of a fraction (0 to 1) of each class, so that all classes together give that
 * fraction of all pictures, to the nearest: each class gives its share without the part behind the
 * point, and the pictures that are missing then come one each from the classes with the largest
 * such parts, the first of equals. A class keeps at least one picture to train on. Within a class
 * the pictures with the smallest `draw` are taken. */
void divide(Arena *arena, Collection *collection, double fraction);

#endif
