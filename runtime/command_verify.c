/* verify: whether the program computes what it should. */
#include "commands.h"

#include <string.h>

#include "clock.h"
#include "console.h"
#include "verify.h"

static const struct {
    const char *name;
    xr_check *run;
} checks[] = {
    {"gradients", xr_verify_gradients},
    {"elements", xr_verify_elements},
    {"regularization", xr_verify_regularization},
    {"update", xr_verify_update},
    {"inference", xr_verify_inference},
    {"partial batches", xr_verify_partial},
    {"threads", xr_verify_threads},
    {"poison", xr_verify_poison},
};
enum { CHECKS = sizeof checks / sizeof *checks };

static const char *outcome_of(const xr_finding *finding)
{
    return finding->left_out ? "left out" : finding->failures > 0 ? "FAILED" : "ok";
}

/* ---- in words ------------------------------------------------------------------------------ */

static void print_head(xr_console *console, const xr_trial *trial)
{
    xr_console_result(console, "%s: %d images, seed %llu, double precision", trial->model->name,
        trial->count, (unsigned long long)trial->seed);
    xr_console_result(console, "%-16s %-38s %8s %8s", "check", "of", "error", "allowed");
}

static void print_row(xr_console *console, const xr_finding *finding)
{
    char error[16] = "", allowed[16] = "no error";
    if (finding->left_out)
        allowed[0] = '\0';
    if (finding->allowed > 0.0 && !finding->left_out) {
        snprintf(error, sizeof error, "%.1e", finding->worst);
        snprintf(allowed, sizeof allowed, "%.0e", finding->allowed);
    }
    xr_console_result(console, "%-16s %-38s %8s %8s  %s", finding->check, finding->compared, error,
        allowed, outcome_of(finding));
    if (finding->note[0])
        xr_console_result(console, "%-16s %s", "", finding->note);
    if (finding->failures > 1)
        xr_console_result(console, "%-16s and %d more", "", finding->failures - 1);
}

/* ---- as JSON ------------------------------------------------------------------------------- */

static void append_finding(xr_text *text, const xr_finding *finding)
{
    xr_text_append(text, "{\"check\": ");
    xr_text_append_quoted(text, finding->check);
    xr_text_append(text, ", \"of\": ");
    xr_text_append_quoted(text, finding->compared);
    xr_text_append(text, ", \"error\": ");
    xr_text_append_number(text, finding->worst);
    xr_text_append(text, ", \"allowed\": ");
    xr_text_append_number(text, finding->allowed);
    xr_text_append(text, ", \"failures\": %d, \"outcome\": ", finding->failures);
    xr_text_append_quoted(text, finding->left_out       ? "left out"
                                : finding->failures > 0 ? "failed"
                                                        : "ok");
    xr_text_append(text, ", \"seconds\": ");
    xr_text_append_number(text, finding->seconds);
    xr_text_append(text, ", \"note\": ");
    xr_text_append_quoted(text, finding->note);
    xr_text_append(text, "}");
}

static void print_json(xr_console *console, const xr_trial *trial, const xr_finding *findings,
    bool fine, double seconds)
{
    xr_text text = {0};
    xr_text_append(&text, "{\"model\": ");
    xr_text_append_quoted(&text, trial->model->name);
    xr_text_append(&text, ", \"hash\": ");
    xr_text_append_quoted(&text, trial->model->hash);
    xr_text_append(&text,
        ", \"images\": %d, \"seed\": %llu, \"fine\": %s, \"seconds\": ", trial->count,
        (unsigned long long)trial->seed, fine ? "true" : "false");
    xr_text_append_number(&text, seconds);
    xr_text_append(&text, ", \"checks\": [");
    for (int i = 0; i < CHECKS; i++) {
        if (i > 0)
            xr_text_append(&text, ", ");
        append_finding(&text, &findings[i]);
    }
    xr_text_append(&text, "]}");
    xr_console_json(console, &text);
}

static void report_success(xr_console *console, const xr_finding *findings, double seconds)
{
    int left_out = 0;
    char took[32], rest[32] = "";
    for (int i = 0; i < CHECKS; i++)
        left_out += findings[i].left_out;
    if (left_out > 0)
        snprintf(rest, sizeof rest, ", %d left out", left_out);
    xr_format_seconds(took, seconds);
    xr_console_note(
        console, "%d checks passed%s; that took %s", (int)CHECKS - left_out, rest, took);
}

/* ---- the verb ------------------------------------------------------------------------------ */

static bool run_checks(xr_console *console, const xr_trial *trial, xr_failure *failure)
{
    xr_finding findings[CHECKS] = {{0}};
    double start = xr_seconds();
    int failed = 0;
    print_head(console, trial);
    for (int i = 0; i < CHECKS; i++) {
        double before = xr_seconds();
        findings[i].check = checks[i].name;
        xr_trial_doing(trial, &findings[i], 0, 0, NULL);
        if (!checks[i].run(trial, &findings[i], failure))
            return false;
        findings[i].seconds = xr_seconds() - before;
        print_row(console, &findings[i]);
        failed += findings[i].failures > 0;
    }
    double seconds = xr_seconds() - start;
    print_json(console, trial, findings, failed == 0, seconds);
    if (failed == 0)
        report_success(console, findings, seconds);
    return failed == 0 ||
           xr_fail(failure, XR_BAD_INPUT, "%d of %d checks failed", failed, (int)CHECKS);
}

int xr_command_verify(const xr_model *model, const xr_options *options)
{
    xr_console console = xr_console_create(options->json, options->quiet, true);
    console.document = options->json;
    xr_failure failure = {XR_OK, ""};
    xr_trial trial = {0};
    bool fine = sizeof(xr_real) == sizeof(double);
    if (!fine)
        xr_fail(&failure, XR_BAD_USAGE,
            "verify needs the double-precision form of the program: xceptc verify MODEL builds it");
    fine = fine && xr_trial_create(&trial, model, options, &failure);
    trial.console = &console;
    fine = fine && run_checks(&console, &trial, &failure);
    if (!fine)
        xr_console_error(&console, failure.message);
    xr_console_close(&console);
    xr_trial_free(&trial);
    return (int)failure.status;
}
