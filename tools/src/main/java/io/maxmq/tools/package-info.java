/**
 * The {@code maxmq} command: {@link io.maxmq.tools.Maxmq} and one class for each subcommand.
 * <p>
 * A subcommand returns an exit code of {@link io.maxmq.tools.ExitCode} and writes through picocli's writers, so that
 * tests can run it in their own process.
 */
package io.maxmq.tools;
