#include "cli/model.h"
#include "report/summary.h"
#include "support/plain_stream.h"

#include <stdlib.h>

static SummaryRows read_rows(const Command *command)
{
    const char *depth = options_text(&command->options, "depth");
    SummaryRows rows = {.depth = -1, .flat = options_flag(&command->options, "flat")};
    if (depth) {
        long long number = strtoll(depth, NULL, 10); /* the option parser has seen to the digits */
        rows.depth = number > 1000 ? -1 : (int)number - 1;
    }
    return rows;
}

static void print_table(const Command *command, const Program *program)
{
    PlainStream plain;
    plain_stream_open(&plain);
    summary_table(plain.stream, program, read_rows(command));
    plain_stream_close(&plain, stdout);
}

static int run_summary(Command *command)
{
    const Options *options = &command->options;
    const char *depth = options_text(options, "depth");
    if (depth && strtoll(depth, NULL, 10) < 1) {
        diag_error(command->diag, XC_NOWHERE, "--depth needs a number from 1");
        return XC_EXIT_USAGE;
    }
    Compilation compilation = {0};
    int status = model_load(command, options->operands.data[0], &compilation);
    if (status != XC_EXIT_OK)
        return status;
    if (options_flag(options, "json"))
        summary_json(stdout, compilation.program);
    else if (options_flag(options, "expect"))
        summary_expect(stdout, compilation.forward);
    else
        print_table(command, compilation.program);
    return XC_EXIT_OK;
}

static const OptionSpec options[] = {
    {0, "depth", XC_OPTION_WHOLE, "N", "N levels of the table: 1 hides what is in blocks", false},
    {0, "flat", XC_OPTION_FLAG, NULL, "layers by their full names, without their blocks", false},
    {0, "expect", XC_OPTION_FLAG, NULL, "print a section 'expect' to put into the file", false},
    {0, "json", XC_OPTION_FLAG, NULL, "one JSON document, with the phases of a training step",
        false},
    XC_OPTION_SET,
    XC_OPTION_BATCH,
    XC_OPTIONS_END,
};

const Verb verb_summary = {
    .name = "summary",
    .group = "look",
    .operands = "MODEL",
    .summary = "show layers, shapes, parameters, multiply-adds and memory",
    .help =
        "Prints a table of the layers in the manner of Keras, blocks with the sums of what\n"
        "they hold, and the totals. 'Field' is the receptive field of an output, in pixels of\n"
        "the input, and by how many it moves from one output to the next: \"11 /4\"; \"all\" is\n"
        "the whole image. With --json also the phases of a training step, each with the\n"
        "full-size maps that it reads from memory and writes there.\n"
        "\n"
        "With --expect it prints, instead of the table, what the model has as a section for\n"
        "the file that 'check' then insists on; what the file expects now is not compared.\n",
    .min_operands = 1,
    .max_operands = 1,
    .options = options,
    .run = run_summary,
};
