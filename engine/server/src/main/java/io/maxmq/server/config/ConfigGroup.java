package io.maxmq.server.config;

/**
 * Chapters of the reference page, in its order.
 */
public enum ConfigGroup
{
    GENERAL("General", ""),
    WORKERS("Workers", "A worker is one thread that owns its connections, its sessions and its part of the topics."),
    LISTENERS("Listeners", "`<name>` is a name of your choice made of lower-case letters, digits and hyphens. " +
        "While no listener is configured there is one, named `tcp`, with the defaults below. Naming another " +
        "replaces it; to have both, name both."),
    CONNECT("Connecting", "Limits for those who have not been let in yet. They are small on purpose."),
    ACCESS("Access", "Who may do what. [security.md](security.md) describes the files named here; `kill -HUP` has the " +
        "broker read them again."),
    MQTT("MQTT",
        "What the broker offers to its clients. MQTT 5 clients are told in CONNACK; all clients are held to it."),
    LIMITS("Limits", "Bounds on memory. A client that exceeds one is slowed, refused or disconnected; no other " +
        "client notices."),
    QUEUES("Queues", "Messages that wait for a session: because its client is away, or slower than its publishers."),
    RETAIN("Retained messages", ""),
    LOG("Log", "The ordered log of everything that lasts: persistent sessions, their messages, retained messages."),
    BUS("Bus", "Shared memory through which workers talk to each other. With one worker there is none.");

    private final String title;
    private final String introduction;

    ConfigGroup(final String title, final String introduction)
    {
        this.title = title;
        this.introduction = introduction;
    }

    /**
     * @return heading of the chapter.
     */
    public String title()
    {
        return title;
    }

    /**
     * @return what to know before reading the chapter's keys, in Markdown; may be empty.
     */
    public String introduction()
    {
        return introduction;
    }
}
