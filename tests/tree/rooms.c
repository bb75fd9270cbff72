#include "rooms.h"

#include "support/files.h"
#include "support/map.h"
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A path of the table: a folder ("compiler/plan/") or one file ("compiler/main.c"). */
typedef struct Room {
    const char *path;
    size_t row; /* 0 stands on top */
    bool lived_in;
} Room;

typedef struct Source Source;
struct Source {
    const char *path; /* below the root */
    const Room *room;
    struct {
        Source **data;
        size_t count, capacity;
    } includes;
    enum { SOURCE_NEW, SOURCE_OPEN, SOURCE_DONE } state; /* of the search for circles */
    Source *next; /* while it is open: the include that is being followed */
};

typedef struct House {
    Arena *arena;
    Diag *diag;
    const char *root;
    struct {
        Room *data;
        size_t count, capacity;
    } rooms;
    struct {
        Source **data;
        size_t count, capacity;
    } sources;
    Map by_path;
    Findings findings;
    size_t includes;
} House;

static void find(House *house, const char *sentence)
{
    vec_push(house->arena, &house->findings, sentence);
}

/* ---- the table ------------------------------------------------------------------------------- */

/* Every `path` of the first cell. */
static void read_row(House *house, const char *line, size_t row)
{
    const char *end = strchr(line + 1, '|');
    for (const char *p = strchr(line, '`'); p && end && p < end; p = strchr(p + 1, '`')) {
        const char *close = strchr(p + 1, '`');
        if (!close || close > end)
            return;
        const Room room = {
            .path = arena_strndup(house->arena, p + 1, (size_t)(close - p - 1)), .row = row};
        vec_push(house->arena, &house->rooms, room);
        p = close;
    }
}

static void read_table(House *house)
{
    const char *path = files_join(house->arena, house->root, "docs/architecture.md");
    size_t length, row = 0;
    const char *text = files_read(house->arena, house->diag, path, &length);
    const char *line = text ? strstr(text, "\n| room |") : NULL;
    while (line && line[1] == '|') {
        read_row(house, line + 1, row++);
        line = strchr(line + 1, '\n');
    }
    if (house->rooms.count == 0)
        find(house, "docs/architecture.md has no table that begins with '| room |'");
}

/* The room with the longest path that the file lies in; NULL for none. */
static Room *room_of(const House *house, const char *path)
{
    Room *best = NULL;
    for (size_t i = 0; i < house->rooms.count; i++) {
        Room *room = &house->rooms.data[i];
        size_t length = strlen(room->path);
        bool inside = length > 0 && strncmp(path, room->path, length) == 0 &&
                      (room->path[length - 1] == '/' || path[length] == '\0');
        /* compiler/pipeline.c stands for its header too. */
        if (!inside && length > 2 && strcmp(room->path + length - 2, ".c") == 0)
            inside =
                strncmp(path, room->path, length - 1) == 0 && strcmp(path + length - 1, "h") == 0;
        if (inside && (!best || length > strlen(best->path)))
            best = room;
    }
    return best;
}

/* ---- the files ------------------------------------------------------------------------------- */

static void collect_sources(House *house, const char *folder)
{
    struct dirent **entries;
    int count = scandir(files_join(house->arena, house->root, folder), &entries, NULL, alphasort);
    for (int i = 0; i < count; i++) {
        const char *name = entries[i]->d_name, *ending = strrchr(name, '.');
        const char *path = files_join(house->arena, folder, name);
        const char *whole = files_join(house->arena, house->root, path);
        if (name[0] != '.' && files_is_directory(whole)) {
            collect_sources(house, path);
        } else if (ending && strchr("ch", ending[1]) && ending[1] && !ending[2]) {
            Source *source = arena_alloc(house->arena, sizeof *source);
            source->path = path;
            Room *room = room_of(house, path);
            if (room)
                room->lived_in = true;
            else
                find(house,
                    arena_printf(house->arena, "%s lies in no room of docs/architecture.md", path));
            source->room = room;
            vec_push(house->arena, &house->sources, source);
            map_put(house->arena, &house->by_path, path, source);
        }
        free(entries[i]);
    }
    if (count >= 0)
        free(entries);
}

/* The path without "." and "..": those that climb out of the tree stay as they are. */
static const char *plain_path(Arena *arena, const char *path)
{
    char *result = arena_strdup(arena, path), *end = result;
    for (const char *p = path; *p;) {
        size_t length = strcspn(p, "/");
        if (length == 2 && strncmp(p, "..", 2) == 0 && end > result) {
            end--; /* the slash */
            while (end > result && end[-1] != '/')
                end--;
        } else if (length != 1 || *p != '.') {
            memmove(end, p, length);
            end += length;
            *end++ = '/';
        }
        p += length + (p[length] == '/');
    }
    if (end > result)
        end--;
    *end = '\0';
    return result;
}

/* The file that an include names: beside the includer, else in the folders of the -I flags. */
static Source *included(House *house, const Source *source, const char *name)
{
    const char *slash = strrchr(source->path, '/');
    const char *beside = arena_strndup(house->arena, source->path, (size_t)(slash - source->path));
    const char *folders[] = {beside, "compiler", "runtime", ""};
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        const char *path = folders[i][0] ? files_join(house->arena, folders[i], name) : name;
        Source *found = map_get(&house->by_path, plain_path(house->arena, path));
        if (found)
            return found;
    }
    return NULL;
}

static void read_include(House *house, Source *source, const char *name)
{
    Source *target = included(house, source, name);
    const size_t length = strlen(name);
    house->includes++;
    if (!target) {
        /* A table of macros (ops.def) lies in the room of its headers. */
        if (length < 4 || strcmp(name + length - 4, ".def") != 0)
            find(house, arena_printf(house->arena, "%s includes %s, which is not there",
                            source->path, name));
        return;
    }
    vec_push(house->arena, &source->includes, target);
    if (source->room && target->room && target->room->row < source->room->row)
        find(house, arena_printf(house->arena, "%s includes %s: %s stands above %s", source->path,
                        target->path, target->room->path, source->room->path));
}

static void read_includes(House *house, Source *source)
{
    const char *path = files_join(house->arena, house->root, source->path);
    size_t length;
    const char *line = files_read(house->arena, house->diag, path, &length);
    for (; line; line = strchr(line, '\n')) {
        const char *p = line + strspn(line, "\n \t");
        line = p;
        if (*p != '#')
            continue;
        p += 1 + strspn(p + 1, " \t");
        if (strncmp(p, "include", 7) != 0)
            continue;
        p += 7 + strspn(p + 7, " \t");
        if (*p == '"')
            read_include(house, source, arena_strndup(house->arena, p + 1, strcspn(p + 1, "\"\n")));
    }
}

/* ---- circles --------------------------------------------------------------------------------- */

/* Follows the includes of a file; a circle is told once, with the files that it goes through. */
static void follow(House *house, Source *source)
{
    source->state = SOURCE_OPEN;
    for (size_t i = 0; i < source->includes.count; i++) {
        Source *next = source->includes.data[i];
        source->next = next;
        if (next->state == SOURCE_NEW)
            follow(house, next);
        else if (next->state == SOURCE_OPEN) {
            const char *way = next->path;
            for (const Source *step = next; step != source; step = step->next)
                way = arena_printf(house->arena, "%s -> %s", way, step->next->path);
            find(house,
                arena_printf(house->arena, "a circle of includes: %s -> %s", way, next->path));
        }
    }
    source->state = SOURCE_DONE;
}

Findings rooms_check(Arena *arena, const char *root, size_t *files, size_t *includes)
{
    House house = {.arena = arena, .diag = diag_new(arena, stderr, false), .root = root};
    read_table(&house);
    collect_sources(&house, "compiler");
    collect_sources(&house, "runtime");
    for (size_t i = 0; i < house.sources.count; i++)
        read_includes(&house, house.sources.data[i]);
    for (size_t i = 0; i < house.sources.count; i++)
        if (house.sources.data[i]->state == SOURCE_NEW)
            follow(&house, house.sources.data[i]);
    for (size_t i = 0; i < house.rooms.count; i++) {
        const Room *room = &house.rooms.data[i];
        bool ours =
            strncmp(room->path, "compiler/", 9) == 0 || strncmp(room->path, "runtime/", 8) == 0;
        if (ours && !room->lived_in)
            find(&house, arena_printf(arena,
                             "docs/architecture.md has the room %s, in which no "
                             "file lies",
                             room->path));
    }
    *files = house.sources.count;
    *includes = house.includes;
    return house.findings;
}
