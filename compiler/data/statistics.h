/* Mean and standard deviation of the bytes of a channel. */
#ifndef XC_DATA_STATISTICS_H
#define XC_DATA_STATISTICS_H

#include <stddef.h>
#include <stdint.h>

/* Exact sums over the bytes of one channel; all 0 to begin with. */
typedef struct ChannelSums {
    uint64_t count, sum, squares;
} ChannelSums;

/* Adds count pixels of `channels` bytes each to the sums of their channels. */
void statistics_add(ChannelSums *sums, int channels, const uint8_t *pixels, size_t count);

/* count > 0. The deviation is that of all bytes, not an estimate from a sample. */
double statistics_mean(const ChannelSums *sums);
double statistics_std(const ChannelSums *sums);

#endif
