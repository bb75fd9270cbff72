#include "compared.h"

#include "support/files.h"
#include "support/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

static void run(Emitted *emitted, const Recording *recording, size_t steps, Agreement *agreement)
{
    assert_non_null(emitted);
    Loaded loaded = emitted_load(emitted, EMITTED_DOUBLE, "-O2");
    assert_non_null(loaded.library);
    agreement_check(&loaded, recording, steps, TOLERANCE, agreement);
    loaded_close(&loaded);
    emitted_free(emitted);
}

void check_compared(const Compared *compared)
{
    Arena *arena = arena_new();
    Agreement agreement = {0};
    const Recording *recording = recording_read(arena, compared->model);
    assert_non_null(recording);
    assert_true(scripts_are_current(arena, &recording->scripts, compared->model));
    assert_string_equal(recording->model, compared->model);
    run(emitted_from_file(arena_printf(arena, "%s/%s/%s.yaml", XCEPTC_SOURCE_DIR, compared->folder,
                              compared->model),
            recording->batch),
        recording, SIZE_MAX, &agreement);
    print_message("%s: %zu steps of %d images, %zu comparisons, worst error %.1e\n",
        compared->model, recording->step_count, recording->batch, agreement.comparisons,
        agreement.worst * TOLERANCE);
    assert_int_equal(agreement_failures(&agreement), 0);
    assert_int_equal(agreement.zero_gradients, compared->zero_gradients);
    assert_int_equal(recording->step_count, 10);
    assert_true(agreement.comparisons > recording->tensor_count * DIGEST_NUMBERS);
    arena_free(arena);
}

Agreement compare_text(const char *name, size_t steps, const char *yaml)
{
    Arena *arena = arena_new();
    Agreement agreement = {.quiet = true};
    const Recording *recording = recording_read(arena, name);
    assert_non_null(recording);
    run(emitted_from_text("planted", yaml, recording->batch), recording, steps, &agreement);
    arena_free(arena);
    return agreement;
}

Agreement compare_replaced(const char *model, const char *right, const char *wrong)
{
    Arena *arena = arena_new();
    const char *path = arena_printf(arena, "%s/tests/keras/%s.yaml", XCEPTC_SOURCE_DIR, model);
    size_t length;
    const char *yaml = files_read(arena, diag_new(arena, stderr, false), path, &length);
    assert_non_null(yaml);
    assert_non_null(strstr(yaml, right));
    Text text = {.arena = arena};
    for (const char *found; (found = strstr(yaml, right)) != NULL; yaml = found + strlen(right))
        text_printf(&text, "%.*s%s", (int)(found - yaml), yaml, wrong);
    text_add(&text, yaml);
    Agreement agreement = compare_text(model, SIZE_MAX, text_string(&text));
    arena_free(arena);
    return agreement;
}
