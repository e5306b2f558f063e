import com.fasterxml.jackson.databind.ObjectMapper;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import software.amazon.event.ruler.Machine;

/**
 * What `npm run bench:patterns` measures, of AWS's own matcher: `EventRuler.java RULES EVENTS [PASSES]` prints one JSON
 * document. Rates are events/s of the matching thread's processor time; garbage collection is not in it.
 */
class EventRuler {
  private static final int WARM_UP_PASSES = 2;
  private static final long SHORTEST_PASS_NS = 300_000_000;

  private final Machine machine = Machine.builder().build();
  private long matches;
  private long idsum;

  public static void main(String[] arguments) throws Exception {
    EventRuler bench = new EventRuler();
    long start = processorNs();
    int skipped = bench.addRules(linesOf(arguments[0]));
    long addMs = (processorNs() - start) / 1_000_000;
    double rate = bench.medianRate(linesOf(arguments[1]), arguments.length > 2 ? Integer.parseInt(arguments[2]) : 5);
    System.out.printf(
        "{\"skippedRules\":%d,\"eventsPerSecond\":%.0f,\"addMs\":%d,\"matches\":%d,\"idsum\":%d}%n",
        skipped, rate, addMs, bench.matches, bench.idsum);
  }

  private static List<String> linesOf(String file) throws Exception {
    List<String> lines = new ArrayList<>(Files.readAllLines(Path.of(file)));
    lines.removeIf(String::isBlank);
    return lines;
  }

  private static long processorNs() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private int addRules(List<String> lines) throws Exception {
    ObjectMapper mapper = new ObjectMapper();
    int skipped = 0;
    for (String line : lines) {
      var rule = mapper.readTree(line);
      try {
        machine.addRule(rule.get("id").asText(), rule.get("pattern").toString());
      } catch (Exception refused) {
        System.err.println(rule.get("id") + ": " + refused.getMessage());
        skipped++;
      }
    }
    return skipped;
  }

  private double medianRate(List<String> events, int passes) throws Exception {
    List<Double> rates = new ArrayList<>();
    for (int pass = -WARM_UP_PASSES; pass < passes; pass++) {
      long start = processorNs();
      long count = 0;
      do {
        matchAll(events);
        count += events.size();
      } while (processorNs() - start < SHORTEST_PASS_NS);
      if (pass >= 0) rates.add(count * 1e9 / (processorNs() - start));
    }
    Collections.sort(rates);
    return rates.get(rates.size() / 2);
  }

  private void matchAll(List<String> events) throws Exception {
    matches = 0;
    idsum = 0;
    for (String event : events) {
      for (String id : machine.rulesForJSONEvent(event)) {
        matches++;
        idsum += Long.parseLong(id.substring(1)) + 1;
      }
    }
  }
}
