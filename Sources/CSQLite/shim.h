#ifndef VERBATIM_CSQLITE_SHIM_H
#define VERBATIM_CSQLITE_SHIM_H

#include <sqlite3.h>

/* sqlite3_db_config has a variable list of arguments, which Swift cannot call. The connection is passed without its
   type, because GRDB has a module of its own for SQLite. */
static inline int verbatim_keep_log_on_close(void *connection, int keeps) {
  return sqlite3_db_config((sqlite3 *)connection, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, keeps, (int *)0);
}

/* So has sqlite3_config. Counting the memory in use takes a lock for each piece of it, and nobody asks for the count. It is to be
   called before the first database is opened. */
static inline int verbatim_count_no_memory(void) {
  return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

#endif
