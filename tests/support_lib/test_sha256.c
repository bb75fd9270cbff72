#include "support_lib/sha256.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

static void expect_hash(const char *data, size_t length, const char *should)
{
    char text[65];
    sha256_text(data, length, text);
    assert_string_equal(text, should);
}

static void published_examples_hold(void **state)
{
    (void)state;
    static const char two_blocks[] = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
    expect_hash("", 0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    expect_hash("abc", 3, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    expect_hash(two_blocks, strlen(two_blocks),
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

static void every_length_around_a_block_differs(void **state)
{
    (void)state;
    char zeros[130] = {0}, before[65] = "", text[65];
    for (size_t length = 50; length < sizeof zeros; length++) {
        sha256_text(zeros, length, text);
        assert_string_not_equal(text, before);
        memcpy(before, text, sizeof before);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(published_examples_hold),
        cmocka_unit_test(every_length_around_a_block_differs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
