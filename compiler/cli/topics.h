/* Texts that 'help' prints and that belong to no verb and no kind of layer. */
#ifndef XC_CLI_TOPICS_H
#define XC_CLI_TOPICS_H

typedef struct Topic {
    const char *name; /* what follows 'help' */
    const char *text;
} Topic;

/* Ends with a row of NULL name. */
extern const Topic topics[];

#endif
