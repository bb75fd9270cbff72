#include "data/collect.h"

#include "data/divide.h"
#include "support/files.h"
#include "support/map.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_CLASSES = 1 << 16 };

typedef struct Collector {
    Arena *arena;
    Diag *diag;
    bool divides; /* else the folders say what is a test image */
    Collection *collection;
    int status;
} Collector;

/* ---- folders ----------------------------------------------------------------------------------
 */

/* What a folder holds, sorted: its folders, and all else. */
static bool list(Collector *collector, const char *folder, FileNames *folders, FileNames *files)
{
    if (files_entries(collector->arena, folder, folders, files))
        return true;
    diag_error(collector->diag, XC_NOWHERE, "cannot read folder %s: %s", folder, strerror(errno));
    collector->status = XC_EXIT_MACHINE;
    return false;
}

static bool has(const FileNames *names, const char *name)
{
    for (size_t i = 0; i < names->count; i++)
        if (strcmp(names->data[i], name) == 0)
            return true;
    return false;
}

static bool wrong(Collector *collector, const char *hint, const char *text)
{
    diag_error(collector->diag, XC_NOWHERE, "%s", text);
    if (hint)
        diag_hint(collector->diag, "%s", hint);
    collector->status = XC_EXIT_INPUT;
    return false;
}

/* ---- pictures ---------------------------------------------------------------------------------
 */

/* Spreads the bits of a hash; the finaliser of splitmix64 (Steele, Lea and Flood 2014). */
static uint64_t spread(uint64_t hash)
{
    hash = (hash ^ hash >> 30) * 0xbf58476d1ce4e5b9u;
    hash = (hash ^ hash >> 27) * 0x94d049bb133111ebu;
    return hash ^ hash >> 31;
}

static void add_picture(
    Collector *collector, const char *folder, const char *name, int label, bool test)
{
    const char *class_name = collector->collection->classes.data[label];
    uint64_t hash = hash_bytes(XC_HASH_START, class_name, strlen(class_name) + 1);
    hash = spread(hash_bytes(hash, name, strlen(name)));
    Picture picture = {
        files_join(collector->arena, folder, name), label, test, false, hash, spread(hash + 1)};
    vec_push(collector->arena, &collector->collection->pictures, picture);
    if (test)
        collector->collection->counts[label].test++;
    else
        collector->collection->counts[label].train++;
}

static bool add_class_folder(Collector *collector, const char *folder, int label, bool test)
{
    FileNames folders = {0}, files = {0};
    if (!list(collector, folder, &folders, &files))
        return false;
    if (folders.count)
        return wrong(collector, "images lie in the folder of their class, not deeper",
            arena_printf(collector->arena, "%s is a folder in the folder of a class",
                files_join(collector->arena, folder, folders.data[0])));
    for (size_t i = 0; i < files.count; i++)
        add_picture(collector, folder, files.data[i], label, test);
    return true;
}

static bool is_printable(const char *name)
{
    for (; *name; name++)
        if ((unsigned char)*name < ' ' || *name == 127)
            return false;
    return true;
}

/* The folders of `names` are the classes. */
static bool set_classes(Collector *collector, const char *folder, const FileNames *names)
{
    if (names->count == 0)
        return wrong(collector, "the images of each class lie in a folder of their own",
            arena_printf(collector->arena, "%s holds no folders", folder));
    if (names->count > MAX_CLASSES)
        return wrong(collector, NULL,
            arena_printf(collector->arena,
                "%s holds %zu folders; a data file has at most %d classes", folder, names->count,
                MAX_CLASSES));
    for (size_t i = 0; i < names->count; i++) {
        if (!is_printable(names->data[i]))
            return wrong(collector, NULL,
                arena_printf(collector->arena,
                    "the name of folder %zu of %s has control characters in it", i + 1, folder));
        vec_push(collector->arena, &collector->collection->classes, names->data[i]);
    }
    collector->collection->counts =
        arena_array(collector->arena, names->count, sizeof *collector->collection->counts);
    return true;
}

static bool add_class_folders(Collector *collector, const char *folder, bool test)
{
    const Collection *collection = collector->collection;
    for (size_t i = 0; i < collection->classes.count; i++) {
        const char *path = files_join(collector->arena, folder, collection->classes.data[i]);
        if (files_is_directory(path) && !add_class_folder(collector, path, (int)i, test))
            return false;
    }
    return true;
}

/* ---- the two layouts --------------------------------------------------------------------------
 */

static bool collect_split(Collector *collector, const char *folder, const char *test_name)
{
    const char *train = files_join(collector->arena, folder, "train");
    const char *test = files_join(collector->arena, folder, test_name);
    FileNames classes = {0}, test_classes = {0}, files = {0};
    if (!list(collector, train, &classes, &files) || !set_classes(collector, train, &classes) ||
        !list(collector, test, &test_classes, &files))
        return false;
    for (size_t i = 0; i < test_classes.count; i++)
        if (!has(&classes, test_classes.data[i]))
            return wrong(collector, "a class needs images to learn from",
                arena_printf(collector->arena, "%s has a class '%s' that %s does not have", test,
                    test_classes.data[i], train));
    return add_class_folders(collector, train, false) && add_class_folders(collector, test, true);
}

static bool collect_all(Collector *collector, const char *folder, const FileNames *folders)
{
    if (collector->divides)
        return set_classes(collector, folder, folders) &&
               add_class_folders(collector, folder, false);
    if (has(folders, "train"))
        return wrong(collector,
            arena_printf(collector->arena,
                "'xceptc data pack %s OUT --test 0.1' takes test images from it",
                files_join(collector->arena, folder, "train")),
            arena_printf(
                collector->arena, "%s has a folder 'train' and no folder 'test' or 'val'", folder));
    return wrong(collector, "--test 0.1 makes a tenth of the images test images",
        arena_printf(collector->arena, "%s has no folders 'train' and 'test'", folder));
}

/* The folder of the test images beside 'train'; NULL where there is none. */
static const char *find_test(const FileNames *folders)
{
    static const char *const names[] = {"test", "val", "valid", "validation"};
    for (size_t i = 0; has(folders, "train") && i < sizeof names / sizeof *names; i++)
        if (has(folders, names[i]))
            return names[i];
    return NULL;
}

static bool find_pictures(Collector *collector, const char *folder)
{
    FileNames folders = {0}, files = {0};
    if (!list(collector, folder, &folders, &files))
        return false;
    const char *test = find_test(&folders);
    if (!test)
        return collect_all(collector, folder, &folders);
    if (collector->divides)
        return wrong(collector, "leave --test out",
            arena_printf(collector->arena, "%s has a folder '%s' already", folder, test));
    for (size_t i = 0; i < folders.count; i++)
        if (strcmp(folders.data[i], "train") != 0 && strcmp(folders.data[i], test) != 0)
            diag_warning(collector->diag, XC_NOWHERE, "%s is not read: it is neither train nor %s",
                files_join(collector->arena, folder, folders.data[i]), test);
    return collect_split(collector, folder, test);
}

/* ---- the whole --------------------------------------------------------------------------------
 */

static int compare_pictures(const void *a, const void *b)
{
    const Picture *first = a, *second = b;
    if (first->test != second->test)
        return first->test ? 1 : -1;
    if (first->order != second->order)
        return first->order < second->order ? -1 : 1;
    return strcmp(first->path, second->path);
}

static void count_pictures(Collection *collection)
{
    collection->train = collection->test = 0;
    for (size_t i = 0; i < collection->classes.count; i++) {
        collection->train += collection->counts[i].train;
        collection->test += collection->counts[i].test;
    }
}

/* Divides where the folder doesn't, and sees to it that there is something of each kind. */
static int finish(Collector *collector, const char *folder, double test_fraction)
{
    Collection *collection = collector->collection;
    if (collector->divides)
        divide(collector->arena, collection, test_fraction);
    count_pictures(collection);
    if (!counts_check(collector->diag, collection->classes.data, collection->counts,
            collection->classes.count))
        return XC_EXIT_INPUT;
    if (collection->train == 0 || collection->test == 0)
        wrong(collector, test_fraction > 0 ? "change --test" : NULL,
            arena_printf(collector->arena,
                "%s has %zu training images and %zu test images; both are needed", folder,
                collection->train, collection->test));
    else
        qsort(collection->pictures.data, collection->pictures.count,
            sizeof *collection->pictures.data, compare_pictures);
    return collector->status;
}

int collect(
    Arena *arena, Diag *diag, const char *folder, double test_fraction, Collection *collection)
{
    Collector collector = {arena, diag, test_fraction > 0, collection, XC_EXIT_OK};
    *collection = (Collection){0};
    if (!find_pictures(&collector, folder))
        return collector.status;
    return finish(&collector, folder, test_fraction);
}

int collect_without_bad(
    Arena *arena, Diag *diag, const char *folder, double test_fraction, Collection *collection)
{
    Collector collector = {arena, diag, test_fraction > 0, collection, XC_EXIT_OK};
    size_t kept = 0;
    memset(collection->counts, 0, collection->classes.count * sizeof *collection->counts);
    for (size_t i = 0; i < collection->pictures.count; i++) {
        Picture picture = collection->pictures.data[i];
        if (picture.bad)
            continue;
        picture.test = picture.test && !collector.divides;
        collection->pictures.data[kept++] = picture;
        if (picture.test)
            collection->counts[picture.label].test++;
        else
            collection->counts[picture.label].train++;
    }
    collection->pictures.count = kept;
    return finish(&collector, folder, test_fraction);
}
