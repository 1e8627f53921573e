/**
 * Applying the log: the only way in which what lasts changes.
 */
package io.maxmq.core.fold;
