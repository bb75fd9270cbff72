/* xception_he_wd_slim_thinner: The public face of the model, for programs that embed it. Model hash
 * a37d8bc6d6bdb2c9, batches of at most 64. Written by xceptc 0.1.0; yours to use in any way. */
#ifndef xception_he_wd_slim_thinner_NET_H
#define xception_he_wd_slim_thinner_NET_H

#include "xr.h"

#pragma GCC visibility push(default)
#ifdef __cplusplus
extern "C" {
#endif

/* All of the below in one constant, as the runtime takes it. What the functions promise stands at
 * their namesakes in xr_model, in xr.h. */
extern const xr_model xception_he_wd_slim_thinner_net_model;

xr_net *xception_he_wd_slim_thinner_net_create(xr_pool *pool);
void xception_he_wd_slim_thinner_net_destroy(xr_net *net);
xr_real *xception_he_wd_slim_thinner_net_block(xr_net *net, xr_slot slot);
void xception_he_wd_slim_thinner_net_parameters_changed(xr_net *net);
void xception_he_wd_slim_thinner_net_train_step(xr_net *net, const xr_real *images,
    const int32_t *labels, int count, const xr_step *step, xr_metrics *metrics);
void xception_he_wd_slim_thinner_net_evaluate(xr_net *net, const xr_real *images,
    const int32_t *labels, int count, xr_real *probabilities, xr_metrics *metrics);
#ifdef XC_POISON
void xception_he_wd_slim_thinner_net_poison(xr_net *net, bool on);
#endif
#ifdef XC_PROFILE
void xception_he_wd_slim_thinner_net_profile(xr_net *net, double *starts);
#endif

#ifdef __cplusplus
}
#endif
#pragma GCC visibility pop

#endif
