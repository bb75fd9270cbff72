#include "cli/model.h"
#include "report/compare.h"

static int load_models(const Command *command, ComparedModel *models, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        Compilation compilation = {0};
        models[i].operand = command->options.operands.data[i];
        int status = model_load(command, models[i].operand, &compilation);
        if (status != XC_EXIT_OK)
            return status;
        models[i].program = compilation.program;
    }
    return XC_EXIT_OK;
}

static int run_compare(Command *command)
{
    size_t count = command->options.operands.count;
    bool every_layer = options_flag(&command->options, "layers");
    ComparedModel *models = arena_array(command->arena, count, sizeof *models);
    int status = load_models(command, models, count);
    if (status != XC_EXIT_OK)
        return status;
    compare_models(models, count);
    if (options_flag(&command->options, "json"))
        compare_json(stdout, models, count, every_layer);
    else
        compare_table(stdout, models, count, every_layer);
    bool wants_verdict = options_flag(&command->options, "exit-code");
    return wants_verdict && !compare_is_equal(models, count) ? XC_EXIT_INPUT : XC_EXIT_OK;
}

static const OptionSpec options[] = {
    {0, "layers", XC_OPTION_FLAG, NULL, "show every layer, equal ones too", false},
    {0, "exit-code", XC_OPTION_FLAG, NULL, "exit with 1 if something differs", false},
    {0, "json", XC_OPTION_FLAG, NULL, "one JSON document", false},
    XC_OPTION_SET,
    XC_OPTION_BATCH,
    XC_OPTIONS_END,
};

const Verb verb_compare = {
    .name = "compare",
    .group = "look",
    .operands = "A B [C...]",
    .summary = "show what differs between models",
    .help = "Prints the totals of the models beside each other, then what changes from the first\n"
            "to each other one: recipe, input and layers. Layers are aligned by their names;\n"
            "what is equal, or differs in nothing but its size, is folded to one line.\n",
    .min_operands = 2,
    .max_operands = -1,
    .options = options,
    .run = run_compare,
};
