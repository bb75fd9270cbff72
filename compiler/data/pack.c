#include "data/pack.h"

#include "data/collect.h"
#include "data/record.h"
#include "data/statistics.h"
#include "images/bad_images.h"
#include "progress.h"
#include "support/interrupts.h"
#include <string.h>

typedef struct Packer {
    Arena *arena;
    Diag *diag;
    const PackRequest *request;
    PackReport *report;
    Collection collection;
    RecordFile *file;
    bool begun; /* the shape is known and the header is written */
    const char *first; /* the image that the shape was taken from */
    ChannelSums sums[3];
    Interrupts interrupts;
    BadImages bad;
    int status;
} Packer;

/* unit NULL: what can't be counted. */
static void show(const Packer *packer, const char *what, size_t done, const char *unit)
{
    xr_progress_show(packer->request->progress,
        &(xr_doing){.what = what,
            .done = (long long)done,
            .all = unit ? (long long)packer->collection.pictures.count : 0,
            .unit = unit,
            .left = -1});
}

static bool stop(Packer *packer, int status)
{
    packer->status = status;
    return false;
}

/* ---- the shape --------------------------------------------------------------------------------
 */

/* Colours in any image are reason to keep those of all. Most folders have some in their first file;
 * only where all are gray the headers of all are read. */
static int choose_channels(const Packer *packer)
{
    if (packer->request->channels)
        return packer->request->channels;
    for (size_t i = 0; i < packer->collection.pictures.count; i++) {
        show(packer, "looking for colours", i, "images");
        if (interrupts_came(&packer->interrupts) ||
            image_channels(packer->collection.pictures.data[i].path) == 3)
            return 3;
    }
    return 1;
}

/* A size that was not asked for is that of the first image. */
static bool begin(Packer *packer, const Picture *picture, const Image *image)
{
    const PackRequest *request = packer->request;
    PackReport *report = packer->report;
    report->height = request->height ? request->height : image->height;
    report->width = request->height ? request->width : image->width;
    packer->first = picture->path;
    packer->begun = true;
    RecordHeader header = {.name = request->name,
        .class_names = report->class_names,
        .height = report->height,
        .width = report->width,
        .channels = report->channels,
        .classes = (int)report->classes};
    return record_begin(packer->file, &header) || stop(packer, XC_EXIT_MACHINE);
}

/* No image changes its size unasked. */
static bool check_size(Packer *packer, const Picture *picture, const Image *image)
{
    const PackRequest *request = packer->request;
    const PackReport *report = packer->report;
    if (!request->height && (image->height != report->height || image->width != report->width)) {
        diag_error(packer->diag, XC_NOWHERE, "%s has %dx%d pixels and %s has %dx%d", picture->path,
            image->height, image->width, packer->first, report->height, report->width);
        diag_hint(
            packer->diag, "--size %dx%d brings all to one size", report->height, report->width);
        return stop(packer, XC_EXIT_INPUT);
    }
    return true;
}

/* ---- one image --------------------------------------------------------------------------------
 */

/* A bad one is noted; where it may not be skipped, the others are only looked at from then on. */
static bool pack_picture(Packer *packer, Arena *scratch, Picture *picture)
{
    PackReport *report = packer->report;
    Image image;
    const char *reason = image_try(scratch, picture->path, &image);
    if (reason) {
        picture->bad = true;
        bad_images_add(&packer->bad, picture->path, reason);
    }
    if (reason || (packer->bad.count && !packer->bad.skip))
        return true;
    if ((!packer->begun && !begin(packer, picture, &image)) || !check_size(packer, picture, &image))
        return false;
    image_set_channels(scratch, &image, report->channels);
    image_fit(scratch, &image, report->height, report->width, packer->request->fit);
    if (!picture->test)
        statistics_add(
            packer->sums, image.channels, image.pixels, (size_t)image.height * (size_t)image.width);
    if (picture->test)
        report->counts[picture->label].test++;
    else
        report->counts[picture->label].train++;
    return record_add(packer->file, picture->label, picture->test, image.pixels) ||
           stop(packer, XC_EXIT_MACHINE);
}

/* ---- all of them ------------------------------------------------------------------------------
 */

static bool pack_pictures(Packer *packer)
{
    size_t count = packer->collection.pictures.count;
    bool fine = true;
    for (size_t i = 0; i < count && fine; i++) {
        show(packer, "packing", i, "images");
        Arena *scratch = arena_new(); /* an image leaves nothing behind */
        fine = pack_picture(packer, scratch, &packer->collection.pictures.data[i]);
        arena_free(scratch);
        if (fine && interrupts_came(&packer->interrupts))
            fine = stop(packer, XC_EXIT_MACHINE); /* for whom the signal doesn't end */
    }
    return fine && (packer->bad.count == 0 || packer->bad.skip || stop(packer, XC_EXIT_INPUT));
}

static void finish_statistics(Packer *packer)
{
    for (int c = 0; c < packer->report->channels; c++) {
        packer->report->mean[c] = statistics_mean(&packer->sums[c]);
        packer->report->std[c] = statistics_std(&packer->sums[c]);
    }
}

/* What could be read of each class. */
static bool check_counts(Packer *packer)
{
    PackReport *report = packer->report;
    for (size_t i = 0; i < report->classes; i++) {
        report->train += report->counts[i].train;
        report->test += report->counts[i].test;
    }
    if (report->train == 0 || report->test == 0) {
        diag_error(packer->diag, XC_NOWHERE,
            "%zu training images and %zu test images could be read; both are needed", report->train,
            report->test);
        return stop(packer, XC_EXIT_INPUT);
    }
    if (!counts_check(packer->diag, report->class_names, report->counts, report->classes))
        return stop(packer, XC_EXIT_INPUT);
    counts_warn(packer->diag, report->class_names, report->counts, report->classes);
    return true;
}

static bool finish(Packer *packer)
{
    if (!check_counts(packer))
        return false;
    finish_statistics(packer);
    show(packer, "writing the file", 0, NULL);
    if (!record_finish(packer->file))
        return stop(packer, XC_EXIT_MACHINE);
    packer->report->bytes = record_size(packer->file);
    return true;
}

/* Packs all of it into a new file. True where bad images were found that had their part in the
 * division into training and test: then it is to be done again without them. */
static bool write_file(Packer *packer)
{
    size_t bad = packer->bad.count;
    packer->file =
        record_create(packer->arena, packer->diag, packer->request->target, &packer->status);
    if (!packer->file)
        return false;
    packer->report->channels = choose_channels(packer);
    bool packed = pack_pictures(packer);
    bool again = packed && packer->request->test_fraction > 0 && packer->bad.count > bad;
    if (!packed || again || !finish(packer))
        record_abandon(packer->file);
    return again;
}

/* As if the bad images had never been there. */
static bool begin_anew(Packer *packer)
{
    const PackRequest *request = packer->request;
    PackReport *report = packer->report;
    packer->begun = false;
    memset(packer->sums, 0, sizeof packer->sums);
    memset(report->counts, 0, report->classes * sizeof *report->counts);
    packer->status = collect_without_bad(
        packer->arena, packer->diag, request->folder, request->test_fraction, &packer->collection);
    return packer->status == XC_EXIT_OK;
}

int pack(Arena *arena, Diag *diag, const PackRequest *request, PackReport *report)
{
    Packer packer = {.arena = arena,
        .diag = diag,
        .request = request,
        .report = report,
        .bad = {.diag = diag, .skip = request->skip_bad}};
    *report = (PackReport){0};
    show(&packer, "looking for images", 0, NULL);
    packer.status =
        collect(arena, diag, request->folder, request->test_fraction, &packer.collection);
    if (packer.status != XC_EXIT_OK)
        return packer.status;
    report->class_names = packer.collection.classes.data;
    report->classes = packer.collection.classes.count;
    report->counts = arena_array(arena, report->classes, sizeof *report->counts);
    interrupts_hold(&packer.interrupts);
    while (write_file(&packer) && begin_anew(&packer))
        ;
    xr_progress_end(request->progress);
    bad_images_end(&packer.bad);
    report->skipped = packer.bad.count;
    interrupts_release(&packer.interrupts);
    return packer.status;
}
