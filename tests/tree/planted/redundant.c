/* What clang-tidy must find: test_tools.c looks at this file, which nothing is built of. */
int answer(int a);
int answer(int a)
{
    if (a > 1) {
        return 1;
    } else {
        return 1;
    }
}
