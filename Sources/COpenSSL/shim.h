/* OpenSSL 3 would have programs look up an algorithm by its name for each hash. The functions that it keeps from before need no
   memory of their own and are as fast as it gets. */
#define OPENSSL_SUPPRESS_DEPRECATED

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/sha.h>
