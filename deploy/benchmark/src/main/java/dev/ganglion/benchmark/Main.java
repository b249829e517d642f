package dev.ganglion.benchmark;

import dev.ganglion.benchmark.client.Homeserver;
import dev.ganglion.benchmark.floor.CommitFloor;
import dev.ganglion.benchmark.floor.EmptyRequestFloor;
import dev.ganglion.benchmark.floor.FloorRate;
import dev.ganglion.benchmark.report.CpuMeter;
import dev.ganglion.benchmark.report.DatabaseMeter;
import dev.ganglion.benchmark.report.Finding;
import dev.ganglion.benchmark.report.HeapMeter;
import dev.ganglion.benchmark.report.Measurement;
import dev.ganglion.benchmark.report.Report;
import dev.ganglion.benchmark.scenario.Bench;
import dev.ganglion.benchmark.scenario.IdleLongPolls;
import dev.ganglion.benchmark.scenario.InitialSync;
import dev.ganglion.benchmark.scenario.Login;
import dev.ganglion.benchmark.scenario.Scenario;
import dev.ganglion.benchmark.scenario.SendAcrossRooms;
import dev.ganglion.benchmark.scenario.SendToSync;
import dev.ganglion.benchmark.study.LargeRoom;
import dev.ganglion.benchmark.study.LoginStorm;
import dev.ganglion.benchmark.study.LongHistory;
import dev.ganglion.benchmark.study.ManyRooms;
import dev.ganglion.benchmark.study.ParkedPolls;
import dev.ganglion.benchmark.study.Study;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import reactor.core.Exceptions;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;

/** The command line of the load generator. */
@Command(
        name = "benchmark",
        mixinStandardHelpOptions = true,
        description =
                "Loads a Matrix homeserver through the specification's endpoints and prints what came of it.")
public final class Main implements Callable<Integer> {
    @Option(
            names = "--url",
            required = true,
            description = "The homeserver's client-server base URL.")
    private URI url = URI.create("http://localhost:8008");

    @Option(
            names = "--scenarios",
            split = ",",
            description =
                    "Which scenarios, in which order: send-one-room, send-100-rooms, send-to-sync,"
                            + " login, initial-sync, idle-long-polls (default: all of them, or"
                            + " none beside studies).")
    private List<String> scenarios = List.of();

    @Option(
            names = "--studies",
            split = ",",
            description =
                    "Questions about growth: long-history, large-room, many-rooms,"
                            + " parked-polls, login-storm (default: none).")
    private List<String> studies = List.of();

    @Option(
            names = "--rate",
            defaultValue = "1500",
            description = "Sends a second (default: ${DEFAULT-VALUE}).")
    private double rate;

    @Option(
            names = "--delivery-rate",
            defaultValue = "300",
            description = "Sends a second in send-to-sync (default: ${DEFAULT-VALUE}).")
    private double deliveryRate;

    @Option(
            names = "--seconds",
            defaultValue = "30",
            description = "Length of each load (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = "--polls",
            defaultValue = "5000",
            description = "Long polls in idle-long-polls (default: ${DEFAULT-VALUE}).")
    private int polls;

    @Option(
            names = "--history-events",
            defaultValue = "200000",
            description = "Events in long-history (default: ${DEFAULT-VALUE}).")
    private int historyEvents;

    @Option(
            names = "--members",
            defaultValue = "5000",
            description = "Members in large-room (default: ${DEFAULT-VALUE}).")
    private int members;

    @Option(
            names = "--database",
            description =
                    "JDBC URL of the homeserver's own database, for what studies leave there.")
    private @Nullable String database;

    @Option(
            names = "--registration-token",
            defaultValue = "",
            description = "For servers that ask for one.")
    private String registrationToken = "";

    @Option(
            names = "--pid",
            description =
                    "A server process to account for: name=pid, repeatable; its children count with it.")
    private Map<String, Long> pids = new LinkedHashMap<>();

    @Option(
            names = "--floor-database",
            description = "JDBC URL of a PostgreSQL to measure commits on.")
    private @Nullable String floorDatabase;

    @Option(
            names = "--floor-url",
            description = "An endpoint that does nothing: name=URL, repeatable.")
    private Map<String, URI> floorUrls = new LinkedHashMap<>();

    /**
     * Exits with 0 when every scenario ran without an error, 1 otherwise, 2 when the command line
     * is wrong.
     */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Main()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        List<FloorRate> floor = measureFloor();
        Bench bench =
                new Bench(
                        new Homeserver(url, polls + 200),
                        new CpuMeter(pids),
                        registrationToken,
                        rate,
                        Duration.ofSeconds(seconds));
        List<Measurement> rows = new ArrayList<>();
        boolean isWhole = true;
        for (Scenario scenario : scenarios()) {
            System.err.println("running " + scenario.name() + " ...");
            try {
                rows.addAll(scenario.run(bench));
            } catch (RuntimeException e) {
                // What the others measured is worth as much without it.
                System.err.println(scenario.name() + " broke off: " + Exceptions.unwrap(e));
                isWhole = false;
            }
        }
        List<Finding> findings = new ArrayList<>();
        for (String name : studies) {
            Study study = study(name);
            System.err.println("studying " + name + " ...");
            findings.addAll(study.run(bench));
        }
        Report.print(System.out, rows, floor);
        Report.printFindings(System.out, findings);
        return isWhole && rows.stream().allMatch(row -> row.errors() == 0) ? 0 : 1;
    }

    private List<FloorRate> measureFloor() throws Exception {
        List<FloorRate> floor = new ArrayList<>();
        Duration length = Duration.ofSeconds(Math.min(seconds, 10));
        if (floorDatabase != null) {
            floor.add(new CommitFloor(floorDatabase, length).measure());
        }
        floorUrls.forEach(
                (name, endpoint) -> {
                    EmptyRequestFloor measured = new EmptyRequestFloor(name, endpoint, length);
                    measured.measure();
                    floor.add(measured.measure());
                });
        return floor;
    }

    private List<Scenario> scenarios() {
        List<Scenario> all =
                List.of(
                        new SendAcrossRooms("send-one-room", 1),
                        new SendAcrossRooms("send-100-rooms", 100),
                        new SendToSync(deliveryRate),
                        new Login(),
                        new InitialSync(),
                        new IdleLongPolls(polls));
        if (scenarios.isEmpty()) {
            return studies.isEmpty() ? all : List.of();
        }
        return scenarios.stream().map(name -> named(name, Scenario::name, all)).toList();
    }

    private Study study(String name) {
        Optional<DatabaseMeter> meter = Optional.ofNullable(database).map(DatabaseMeter::new);
        return named(
                name,
                Study::name,
                List.of(
                        new LongHistory(historyEvents, meter),
                        new LargeRoom(members, meter),
                        new ManyRooms(),
                        new ParkedPolls(polls, new HeapMeter(pids)),
                        new LoginStorm()));
    }

    private <T> T named(String name, Function<T, String> nameOf, List<T> all) {
        return all.stream()
                .filter(one -> nameOf.apply(one).equals(name))
                .findFirst()
                .orElseThrow(
                        () ->
                                new CommandLine.ParameterException(
                                        new CommandLine(this),
                                        "There is no "
                                                + name
                                                + ". Known: "
                                                + String.join(
                                                        ", ", all.stream().map(nameOf).toList())));
    }
}
