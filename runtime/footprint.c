#include "footprint.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "checkpoint_format.h"
#include "xr_update.h"

static uint64_t split_bytes(const xr_dataset *data, const xr_split *split)
{
    return (uint64_t)split->count * (xr_dataset_image_bytes(data) + sizeof *split->labels);
}

static uint64_t data_bytes(const xr_model *model, int batch, const xr_dataset *data)
{
    uint64_t reals = (uint64_t)model->height * (unsigned)model->width * (unsigned)model->channels;
    uint64_t bytes = (unsigned)batch * (reals * sizeof(xr_real) + sizeof(int32_t));
    if (data)
        bytes += split_bytes(data, &data->train) + split_bytes(data, &data->test) +
                 (uint64_t)data->train.count * sizeof(uint32_t);
    return bytes;
}

/* What is resident of files that are mapped: the program and its libraries. */
static uint64_t program_bytes(void)
{
    char line[128] = "";
    FILE *file = fopen("/proc/self/statm", "r");
    if (!file)
        return 0;
    if (!fgets(line, sizeof line, file))
        line[0] = '\0';
    fclose(file);
    /* size, resident, shared, ...: in pages */
    char *field = line;
    unsigned long long shared = 0;
    for (int i = 0; i < 3; i++)
        shared = strtoull(field, &field, 10);
    return (uint64_t)shared * (uint64_t)sysconf(_SC_PAGESIZE);
}

xr_footprint xr_footprint_of(const xr_model *model, int threads, int batch, const xr_dataset *data)
{
    return (xr_footprint){.model = xr_allocated_bytes(model->memory_reals),
        .scratch = xr_allocated_bytes((size_t)threads * model->scratch_reals),
        .data = data_bytes(model, batch, data),
        .rest = xr_largest_parameter(model) * sizeof(xr_real) + program_bytes()};
}

uint64_t xr_footprint_bytes(const xr_footprint *footprint)
{
    return footprint->model + footprint->scratch + footprint->data + footprint->rest;
}

bool xr_fail_footprint(
    const xr_model *model, int threads, int batch, const xr_dataset *data, xr_failure *failure)
{
    const xr_footprint footprint = xr_footprint_of(model, threads, batch, data);
    return xr_fail(failure, XR_MACHINE, "no memory: %s needs %.1f MiB with %d thread%s",
        model->name, (double)xr_footprint_bytes(&footprint) / (1 << 20), threads,
        threads == 1 ? "" : "s");
}
