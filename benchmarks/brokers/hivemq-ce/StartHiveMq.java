import java.nio.file.Path;

import com.hivemq.embedded.EmbeddedExtension;
import com.hivemq.embedded.EmbeddedHiveMQ;
import com.hivemq.extension.sdk.api.ExtensionMain;
import com.hivemq.extension.sdk.api.auth.SimpleAuthenticator;
import com.hivemq.extension.sdk.api.parameter.ExtensionStartInput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStartOutput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStopInput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStopOutput;
import com.hivemq.extension.sdk.api.services.Services;

/**
 * Runs HiveMQ CE in the foreground, open to every client. The only argument is the folder that holds its configuration.
 */
public final class StartHiveMq
{
    private StartHiveMq()
    {
    }

    /** Without an authenticator HiveMQ refuses everybody. */
    private static final class Everybody implements ExtensionMain
    {
        @Override
        public void extensionStart(final ExtensionStartInput input, final ExtensionStartOutput output)
        {
            final SimpleAuthenticator welcome = (in, out) -> out.authenticateSuccessfully();
            Services.securityRegistry().setAuthenticatorProvider(in -> welcome);
        }

        @Override
        public void extensionStop(final ExtensionStopInput input, final ExtensionStopOutput output)
        {
        }
    }

    public static void main(final String... args) throws InterruptedException
    {
        final Path home = Path.of(args[0]);
        final EmbeddedExtension open = EmbeddedExtension.builder()
            .withId("open").withName("open to everybody").withVersion("1").withAuthor("MaxMQ comparison")
            .withPriority(0).withStartPriority(1000).withExtensionMain(new Everybody()).build();
        final EmbeddedHiveMQ broker = EmbeddedHiveMQ.builder()
            .withConfigurationFolder(home.resolve("conf"))
            .withDataFolder(home.resolve("data"))
            .withExtensionsFolder(home.resolve("extensions"))
            .withEmbeddedExtension(open)
            .build();
        broker.start().join();
        Thread.currentThread().join();
    }
}
