package dev.ganglion.acceptance;

import java.util.List;

/**
 * How the processes under test are run.
 *
 * @param options of the Java machine
 */
record Tuning(List<String> options) {
    /** Up soon, with little memory: many processes that live for minutes. */
    static final Tuning QUICK_START = new Tuning(List.of("-XX:TieredStopAtLevel=1", "-Xmx384m"));

    /** As in the container image: slower to warm up, faster then. */
    static final Tuning AS_DEPLOYED =
            new Tuning(
                    List.of(
                            "-XX:+UseCompactObjectHeaders",
                            "-XX:+UseTransparentHugePages",
                            "-XX:MaxTenuringThreshold=1",
                            "-XX:NewRatio=1",
                            "-XX:SurvivorRatio=3",
                            "-XX:CompileCommand=quiet",
                            "-XX:CompileCommand=inline,"
                                    + "org.bouncycastle.crypto.generators.Argon2BytesGenerator*::*",
                            "-Xms512m",
                            "-Xmx512m"));
}
