-- A request's row is 1 to 3 KB with its bodies. Above 2 KB PostgreSQL would compress it, which took a fifth of the time of writing it
-- and saved little: now only what is longer than 4 KB is. What is there already stays as it is.
ALTER TABLE "request_log" SET (toast_tuple_target = 4080);
