import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import software.amazon.event.ruler.Machine;

/**
 * Reads {"patterns": {name: pattern}, "events": {name: event}} from standard input and prints {eventName: [names of
 * the matching patterns, sorted]}. Exits 3 with one line per pattern that event-ruler refuses.
 */
public final class Matching {
  private static final ObjectMapper JSON = new ObjectMapper();

  public static void main(String[] arguments) throws Exception {
    JsonNode question = JSON.readTree(System.in);
    Machine machine = Machine.builder().build();
    if (!addPatterns(machine, question.get("patterns"))) System.exit(3);
    JSON.writeValue(System.out, answer(machine, question.get("events")));
  }

  private static boolean addPatterns(Machine machine, JsonNode patterns) {
    boolean accepted = true;
    for (Map.Entry<String, JsonNode> pattern : patterns.properties()) {
      try {
        machine.addRule(pattern.getKey(), pattern.getValue().toString());
      } catch (Exception refusal) {
        System.err.println(pattern.getKey() + ": " + refusal.getMessage().lines().findFirst().orElse("refused"));
        accepted = false;
      }
    }
    return accepted;
  }

  private static ObjectNode answer(Machine machine, JsonNode events) throws Exception {
    ObjectNode answer = JSON.createObjectNode();
    for (Map.Entry<String, JsonNode> event : events.properties()) {
      List<String> names = new ArrayList<>(machine.rulesForJSONEvent(event.getValue().toString()));
      Collections.sort(names);
      ArrayNode matching = answer.putArray(event.getKey());
      names.forEach(matching::add);
    }
    return answer;
  }
}
