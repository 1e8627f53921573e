package io.maxmq.tools;

import io.maxmq.tools.client.MqttClientException;
import java.io.IOException;
import java.util.concurrent.Callable;

/**
 * Runs a client's work and turns what can go wrong into a line for people and an exit code for scripts.
 */
final class ClientRun
{
    private ClientRun()
    {
    }

    static int report(final ConnectOptions options, final Callable<Integer> work) throws Exception
    {
        try
        {
            return work.call();
        }
        catch (final MqttClientException ex)
        {
            options.err().println("maxmq: " + ex.getMessage());
            return exitCode(ex.kind());
        }
        catch (final CommandFailure ex)
        {
            options.err().println("maxmq: " + ex.getMessage());
            return ex.exitCode();
        }
        catch (final IOException ex)
        {
            options.err().println("maxmq: " + ex.getMessage());
            return ExitCode.INPUT_OUTPUT;
        }
    }

    private static int exitCode(final MqttClientException.Kind kind)
    {
        return switch (kind)
        {
            case NO_CONNECTION -> ExitCode.NO_CONNECTION;
            case REFUSED -> ExitCode.REFUSED;
            case LOST -> ExitCode.CONNECTION_LOST;
            case NOT_POSSIBLE -> ExitCode.USAGE;
        };
    }
}
