#include "cli/option_hints.h"

#include "frontend/schema.h"
#include "frontend/synonyms.h"
#include <string.h>

/* An option or a path of the recipe, and what others call it, _ for -. */
typedef struct Renamed {
    const char *ours;
    const char *const *theirs;
} Renamed;

#define WORDS(...) ((const char *const[]){__VA_ARGS__, NULL})

static const Renamed renamed_options[] = {
    {"batch", WORDS("batch_size", "bs", "minibatch")},
    {"threads", WORDS("workers", "num_workers", "jobs", "num_threads", "cores", "nproc")},
    {"weights", WORDS("checkpoint", "ckpt", "load", "pretrained", "load_weights")},
    {"validation", WORDS("validation_split", "val_split", "val", "valid")},
    {"validate-every", WORDS("validation_freq", "val_every", "eval_every")},
    {"steps", WORDS("max_steps", "iterations", "max_iter", "num_steps")},
    {"epochs", WORDS("num_epochs", "max_epochs", "n_epochs")},
    {"out", WORDS("output", "out_dir", "output_dir", "save_dir", "log_dir", "logdir", "run_dir")},
    {"data", WORDS("dataset", "data_dir", "data_path", "root")},
    {"seed", WORDS("random_seed", "random_state", "manual_seed")},
    {"quiet", WORDS("silent")},
    {"isa", WORDS("march", "arch", "target")},
    {"resume", WORDS("continue", "restart")},
    {"set", WORDS("config", "override", "define", "param")},
};

static const Renamed recipe_paths[] = {
    {"learning_rate", WORDS("lr", "rate", "base_lr", "initial_lr", "max_lr")},
    {"learning_rate.warm_up", WORDS("warm_up", "warmup", "warmup_epochs")},
    {"learning_rate.cosine", WORDS("cosine", "cosine_lr")},
    {"learning_rate.one_cycle", WORDS("one_cycle", "onecycle")},
    {"optimizer", WORDS("opt", "optim")},
    {"optimizer.sgd.momentum", WORDS("momentum")},
    {"optimizer.sgd.nesterov", WORDS("nesterov")},
    {"optimizer.adamw.weight_decay", WORDS("weight_decay", "wd")},
    {"optimizer.adam.beta1", WORDS("beta1", "beta_1")},
    {"optimizer.adam.beta2", WORDS("beta2", "beta_2")},
    {"label_smoothing", WORDS("smoothing")},
    {"epochs", WORDS("epochs")},
    {"batch_size", WORDS("batch_size")},
    {"augment.cutout", WORDS("cutout")},
    {"augment.horizontal_flip", WORDS("horizontal_flip", "flip", "hflip")},
    {"augment.pad_and_crop", WORDS("pad_and_crop", "crop")},
};

static const char *find(const Renamed *rows, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        for (const char *const *word = rows[i].theirs; *word; word++)
            if (strcmp(*word, name) == 0)
                return rows[i].ours;
    return NULL;
}

static const char *recipe_path(const char *name)
{
    for (size_t i = 0; i < training_key_count; i++)
        if (strcmp(training_key_specs[i].name, name) == 0)
            return name;
    return find(recipe_paths, sizeof recipe_paths / sizeof *recipe_paths, name);
}

static const char *nearest_option(Arena *arena, const OptionSpec *specs, const char *name)
{
    struct {
        const char **data;
        size_t count, capacity;
    } names = {0};
    for (const OptionSpec *spec = specs; spec->name; spec++)
        vec_push(arena, &names, spec->name);
    for (const OptionSpec *spec = options_common(); spec->name; spec++)
        vec_push(arena, &names, spec->name);
    return diag_nearest(name, names.data, names.count);
}

const char *option_hint(Arena *arena, const OptionSpec *specs, const char *name)
{
    char *word = arena_strdup(arena, name);
    for (char *p = word; *p; p++)
        *p = *p == '-' ? '_' : *p;
    const char *ours =
        find(renamed_options, sizeof renamed_options / sizeof *renamed_options, word);
    if (ours && (options_has(specs, ours) || options_has(options_common(), ours)))
        return arena_printf(arena, "write '--%s'", ours);
    const char *path = options_has(specs, "set") ? recipe_path(word) : NULL;
    if (path)
        return arena_printf(arena, "it stands in the recipe: --set training.%s=VALUE", path);
    const char *nearest = nearest_option(arena, specs, name);
    if (nearest)
        return arena_printf(arena, "did you mean '--%s'?", nearest);
    return synonym_word(word) ? NULL : synonym_hint(word);
}
