#include "data/statistics.h"

#include <math.h>

void statistics_add(ChannelSums *sums, int channels, const uint8_t *pixels, size_t count)
{
    for (int c = 0; c < channels; c++) {
        const uint8_t *byte = pixels + c;
        for (size_t i = 0; i < count; i++, byte += channels) {
            sums[c].sum += *byte;
            sums[c].squares += (uint64_t)*byte * *byte;
        }
        sums[c].count += count;
    }
}

double statistics_mean(const ChannelSums *sums)
{
    return (double)sums->sum / (double)sums->count;
}

double statistics_std(const ChannelSums *sums)
{
    double mean = statistics_mean(sums);
    double square = (double)sums->squares / (double)sums->count;
    return sqrt(fmax(0, square - mean * mean));
}
