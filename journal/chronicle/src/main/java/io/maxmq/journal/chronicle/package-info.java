/**
 * The journal: the log of {@code io.maxmq.journal.log} on memory-mapped files. The only package that sees
 * {@code net.openhft}, and beside the transport the only one that uses {@code java.nio.channels}.
 * <pre>
 * journal/
 *   lock                    who uses it, see {@link io.maxmq.journal.chronicle.FolderLock}
 *   manifest                which generations count, see {@link io.maxmq.journal.chronicle.Manifest}
 *   generation-00000001/    a Chronicle queue in one data file, see {@link io.maxmq.journal.chronicle.Generation}
 *   generation-00000002/    …
 * </pre>
 * <pre>
 *  sequencer ─ append ─► GenerationWriter (Chronicle) ─► page cache ◄─ map ─ readers (ChronicleTail)
 *                            ▲ allocate ahead, next          │
 *                        JournalHelper                     Syncer ─ force ─► disk, then synced()
 * </pre>
 * Begin with {@link io.maxmq.journal.chronicle.ChronicleLog}, then {@link io.maxmq.journal.chronicle.Recovery}.
 */
package io.maxmq.journal.chronicle;
