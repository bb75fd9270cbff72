#include "data_place.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const char *xr_data_default(const char *recipe_data)
{
    static const char *const no_paths[] = {"", "none", "cifar10", "cifar100"};
    const char *recipe = recipe_data ? recipe_data : "";
    for (size_t i = 0; i < sizeof no_paths / sizeof *no_paths; i++)
        if (strcmp(recipe, no_paths[i]) == 0) {
            const char *place = getenv("XCEPTC_DATA");
            return place && *place ? place : NULL;
        }
    return recipe_data;
}

bool xr_data_find(const char *place, const char *recipe_data, xr_failure *failure)
{
    bool is_100 = recipe_data && strcmp(recipe_data, "cifar100") == 0;
    if (!place)
        return xr_fail(failure, XR_MACHINE,
            "no data to work on; three ways to name some:\n"
            "  xceptc data %-12s fetches %s and says where it put it\n"
            "  --data PLACE             its directory, or a data file (or set XCEPTC_DATA)\n"
            "  --data synthetic         made-up images, to try the program",
            is_100 ? "cifar100" : "cifar10", is_100 ? "CIFAR-100" : "CIFAR-10");
    return strcmp(place, XR_SYNTHETIC) == 0 || access(place, F_OK) == 0 ||
           xr_fail_errno(failure, "%s", place);
}
