#ifndef VERBATIM_CSQLITE_SHIM_H
#define VERBATIM_CSQLITE_SHIM_H

#include <sqlite3.h>

/* sqlite3_db_config has a variable list of arguments, which Swift cannot call. The connection is passed without its
   type, because GRDB has a module of its own for SQLite. */
static inline int verbatim_keep_log_on_close(void *connection, int keeps) {
  return sqlite3_db_config((sqlite3 *)connection, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, keeps, (int *)0);
}

#endif
