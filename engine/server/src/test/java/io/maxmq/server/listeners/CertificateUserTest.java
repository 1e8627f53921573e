package io.maxmq.server.listeners;

import io.maxmq.server.Broker;
import io.maxmq.server.config.BrokerConfig;
import io.maxmq.transport.tls.TestCertificates;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Files;
import java.nio.file.Path;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

/** A client's certificate is its user name, which access rules then know. */
@Timeout(180)
class CertificateUserTest extends ListenerTest
{
    /** Of the client's certificate. */
    private static final String COMMON_NAME = "client";
    private static final int NOT_AUTHORIZED = 5;
    private static final int BAD_USER_NAME_OR_PASSWORD = 4;

    @TempDir
    private Path folder;

    private void launch(final String field, final String rules) throws Exception
    {
        broker = Broker.launch(BrokerConfig.with(
            "workers=2", "listener.safe.type=tls", "listener.safe.bind=127.0.0.1", "listener.safe.port=0",
            "listener.safe.tls.certificate=" + TestCertificates.copy("server.pem", folder),
            "listener.safe.tls.key=" + TestCertificates.copy("server.key", folder),
            "listener.safe.tls.client-ca=" + TestCertificates.copy("ca.pem", folder),
            "listener.safe.tls.client-certificate=optional",
            "listener.safe.certificate-user=" + field,
            "acl.file=" + Files.writeString(folder.resolve("acl"), rules)));
    }

    private MqttClient client(final String id, final String certificate, final String username) throws MqttException
    {
        return connect(id, "ssl://localhost:" + broker.boundPort("safe"), options ->
        {
            options.setSocketFactory(TestCertificates.clientContext(folder, certificate).getSocketFactory());
            options.setUserName(username);
        });
    }

    @ParameterizedTest
    @CsvSource({"common-name,by/%u", "subject,by/c"})
    void shouldKnowAClientByItsCertificate(final String field, final String pattern) throws Exception
    {
        launch(field, "allow all " + pattern + " if certificate=*CN=* user=*client*\n");

        assertTalks(client("a", "client", null), client("b", "client", "ignored"),
            pattern.replace("%u", COMMON_NAME), bytes(10));
    }

    @Test
    void shouldKeepOutClientsWithoutACertificate() throws Exception
    {
        launch("common-name", "allow all #\n");

        assertEquals(NOT_AUTHORIZED,
            assertThrows(MqttException.class, () -> client("a", null, null)).getReasonCode());
        assertEquals(BAD_USER_NAME_OR_PASSWORD,
            assertThrows(MqttException.class, () -> client("b", null, COMMON_NAME)).getReasonCode());
    }
}
