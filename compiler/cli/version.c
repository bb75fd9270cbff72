#include "cli/render.h"
#include "cli/verb.h"
#include "report/json.h"

#include <stdio.h>
#include <yaml.h>

#ifdef __clang__
#define COMPILER "clang " __clang_version__
#else
#define COMPILER "gcc " __VERSION__
#endif

static void print_json(void)
{
    Json json = json_begin(stdout);
    json_object(&json);
    json_text_as(&json, "version", XCEPTC_VERSION);
    json_text_as(&json, "compiler", COMPILER);
    json_text_as(&json, "libyaml", yaml_get_version_string());
    json_text_as(&json, "graphviz", render_version);
    json_close(&json);
    json_end(&json);
}

static int run_version(Command *command)
{
    if (options_flag(&command->options, "json")) {
        print_json();
        return XC_EXIT_OK;
    }
    puts("xceptc " XCEPTC_VERSION);
    if (!options_flag(&command->options, "quiet"))
        printf("built by %s, with libyaml %s, %s%s\n", COMPILER, yaml_get_version_string(),
            render_version ? "graphviz " : "without graphviz",
            render_version ? render_version : "");
    return XC_EXIT_OK;
}

static const OptionSpec options[] = {
    {0, "json", XC_OPTION_FLAG, NULL, "one JSON document; graphviz is null where it is missing",
        false},
    XC_OPTIONS_END,
};

const Verb verb_version = {
    .name = "version",
    .group = "start",
    .operands = "",
    .summary = "print the version of the compiler and what it was built with",
    .help =
        "Prints \"xceptc\" and the version, as it stands in the banner of emitted code, and what\n"
        "it was built with: the C compiler, libyaml, and graphviz, without which 'graph'\n"
        "writes DOT text alone. With -q only the first line.\n",
    .min_operands = 0,
    .max_operands = 0,
    .options = options,
    .run = run_version,
};
