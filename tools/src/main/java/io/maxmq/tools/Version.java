package io.maxmq.tools;

import picocli.CommandLine.IVersionProvider;

/**
 * Reads the version from the manifest of the jar.
 */
final class Version implements IVersionProvider
{
    public String[] getVersion()
    {
        final String version = Version.class.getPackage().getImplementationVersion();
        return new String[]{
            "maxmq " + (version == null ? "(not packaged)" : version),
            "Java " + System.getProperty("java.vm.version") + ", " + System.getProperty("java.vm.vendor")};
    }
}
