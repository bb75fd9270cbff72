/* xception_he_wd_slim_thinner: The training program: the runtime's main function for this model.
 * Model hash a37d8bc6d6bdb2c9, batches of at most 64. Written by xceptc 0.1.0; yours to use in any
 * way. */
#include "xception_he_wd_slim_thinner_net.h"

int main(int argc, char **argv)
{
    return xr_main(&xception_he_wd_slim_thinner_net_model, argc, argv);
}
