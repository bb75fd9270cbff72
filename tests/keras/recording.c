#include "recording.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static bool read_step(Recording *recording, const char *words)
{
    if (recording->step_count == sizeof recording->steps / sizeof *recording->steps)
        return false;
    RecordedStep *step = &recording->steps[recording->step_count++];
    return sscanf(words, "%lf %lf %lf %lf", &step->loss, &step->cross_entropy, &step->gradient_norm,
               &step->gradient_projection) == 4;
}

static bool read_tensor(Recording *recording, Arena *arena, const char *what, const char *words)
{
    char name[192];
    RecordedTensor *tensor = &recording->tensors[recording->tensor_count++];
    if (sscanf(words, "%191s %zu", name, &tensor->elements) != 2 || tensor->elements == 0)
        return false;
    tensor->what = arena_strdup(arena, what);
    tensor->name = arena_strdup(arena, name);
    return true;
}

static bool read_line(Recording *recording, Arena *arena, char *line)
{
    char *words = strchr(line, ' ');
    if (words == NULL)
        return false;
    *words++ = '\0';
    if (strcmp(line, "model") == 0)
        return (recording->model = arena_strdup(arena, words)) != NULL;
    if (strcmp(line, "keras") == 0)
        return true; /* "keras 3.1", or the first line: "keras recording 1" */
    if (strcmp(line, "tensorflow") == 0)
        return true;
    if (strcmp(line, "script") == 0)
        return scripts_add(&recording->scripts, arena, words);
    if (strcmp(line, "seed") == 0)
        return sscanf(words, "%" SCNu64, &recording->seed) == 1;
    if (strcmp(line, "batch") == 0)
        return sscanf(words, "%d", &recording->batch) == 1 && recording->batch > 0;
    if (strcmp(line, "learning_rate") == 0)
        return sscanf(words, "%lf", &recording->learning_rate) == 1;
    if (strcmp(line, "step") == 0)
        return read_step(recording, words);
    return read_tensor(recording, arena, line, words);
}

/* The text's lines up to the empty one; returns what follows it. */
static const char *read_text(Recording *recording, Arena *arena, char *text)
{
    if (strncmp(text, "keras recording 1\n", 18) != 0)
        return NULL;
    while (*text != '\n') {
        char *end = strchr(text, '\n');
        if (end == NULL)
            return NULL;
        *end = '\0';
        if (!read_line(recording, arena, text))
            return NULL;
        text = end + 1;
    }
    return text + 1;
}

static double read_double(const char *bytes)
{
    uint64_t bits = 0;
    double number;
    for (size_t i = 8; i-- > 0;)
        bits = bits << 8 | (unsigned char)bytes[i];
    memcpy(&number, &bits, sizeof number);
    return number;
}

static void read_digest(Digest *digest, const char *bytes)
{
    digest->norm = read_double(bytes);
    digest->sum = read_double(bytes + 8);
    digest->projection = read_double(bytes + 16);
    for (size_t k = 0; k < DIGEST_ENTRIES; k++)
        digest->entries[k] = read_double(bytes + 24 + 8 * k);
}

const Recording *recording_read(Arena *arena, const char *model)
{
    size_t length, lines = 0;
    const char *name = arena_printf(arena, "recorded/%s.keras", model);
    char *text = scripts_read_file(arena, name, &length);
    if (text == NULL)
        return NULL;
    for (size_t i = 0; i < length; i++)
        lines += text[i] == '\n';
    Recording *recording = arena_alloc(arena, sizeof *recording);
    recording->tensors = arena_array(arena, lines, sizeof *recording->tensors);
    const char *numbers = read_text(recording, arena, text);
    size_t bytes = recording->tensor_count * DIGEST_NUMBERS * 8;
    if (numbers == NULL || (size_t)(text + length - numbers) != bytes || recording->batch == 0 ||
        recording->step_count == 0) {
        fprintf(stderr, "%s is not a recording\n", name);
        return NULL;
    }
    for (size_t i = 0; i < recording->tensor_count; i++)
        read_digest(&recording->tensors[i].digest, numbers + i * DIGEST_NUMBERS * 8);
    return recording;
}

const RecordedTensor *recording_find(const Recording *recording, const char *what, const char *name)
{
    for (size_t i = 0; i < recording->tensor_count; i++)
        if (strcmp(recording->tensors[i].what, what) == 0 &&
            strcmp(recording->tensors[i].name, name) == 0)
            return &recording->tensors[i];
    return NULL;
}
