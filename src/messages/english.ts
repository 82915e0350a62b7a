/** The sentences in English. `l10n/` has them in other languages, by these texts. */
import type { SentenceId } from '../contract/index.ts';

export const english: Readonly<Record<SentenceId, string>> = {
  questionEmpty: 'The question is empty. Type what you want to know.',
  questionWordless: 'The question has no word in it. Type what you want to know, in words.',
  questionTooLong:
    'The question has {0} characters; {1} is the most. Save it as a file in the folder and ask about that, or paste the part that matters.',
  rootMissing: 'There is no file or folder at "{0}". Check the path, or choose another folder.',
  rootUnreadable:
    '"{0}" cannot be read. Check its permissions and that it is a folder or an ordinary file, or choose another folder.',
  pinnedElsewhere:
    'The pinned evidence from "{0}" belongs to a folder that this question does not read. Unpin it, or ask about that folder too.',
  folderEmpty: 'There is nothing to read: the folder is empty. Choose a folder with text or code.',
  everythingSkipped:
    'There is nothing to read: everything was skipped ({0}). Choose a folder with text or code.',
  deviceNotBuiltIn: 'this platform’s runtime has no support for it',
  deviceTooSlow: 'it did not finish one window within {0} seconds',
  deviceCrashed: 'its driver ended the process that tried it ({0})',
  deviceFailed: 'it cannot be used: {0}',
  deviceWrong: 'its numbers are not those of the CPU',
  deviceRefused: 'The device {0} is not used: {1}. The CPU reads.',
  deviceLost: 'The device {0} failed ({1}). The CPU reads on from the window where it was.',
  modelNotBuilt:
    'The model in {0} has not been built. In a clone run "npm start"; an installed extension must be installed again.',
  modelNotThere:
    'There is no model at {0}: its {1} cannot be read. Install InfiniAsk again, or name another model folder.',
  modelDamaged:
    'The model file {0} is damaged (SHA-256 {1}, expected {2}). Delete it and build the model again ("npm start" in a clone), or install the extension again.',
  modelOutdated:
    'The model in {0} was built from another {1} than the one there. Build it again ("npm start" in a clone), or install the extension again.',
  modelUnreadable: 'The model file {0} cannot be read; build the model again.',
  modelUnusable: 'The model description {0} is not usable: {1}',
  weightsMissing: '{0} is missing: run "npm ci" to install {1} {2}.',
  weightsForeign: '{0}/{1} is not the file of {2} {3}: SHA-256 {4}, expected {5}. Run "npm ci" again.',
  weightsFormat: 'The weights {0} have the format "{1}"; there are {2}.',
  weightsNotOpened: 'The weights {0} cannot be opened.',
  weightsUnusable: 'The weights {0} cannot be used: {1}.',
  modelNowhere:
    'There is no model at {0}. Name a GGUF file, or a folder with config.json and model.safetensors.',
  modelFolderWithout:
    'The folder {0} has no {1}. A folder with a model has config.json and model.safetensors; of a model in a GGUF file, name the file.',
  modelFamilyUnknown:
    'The model {0} is of the architecture “{1}”, which InfiniAsk does not read. It reads {2}.',
  modelOnlyEmbeds:
    '{0} is an encoder or an embedding model ({1}): it turns a text into numbers and has no attention of a question to a text. Choose a model that writes.',
  modelTokeniserMissing: 'The model in {0} has no tokeniser: put the {1} of the same model into its folder.',
  modelTooLarge:
    'The model {0} would take about {1} GB of memory; this computer has {2} GB. Choose a smaller model.',
  runtimeNotLoaded:
    'The ONNX runtime that runs the model could not be loaded; install InfiniAsk again. The reason given: {0}',
  runtimeNotForThis:
    'The model cannot run on this computer: the ONNX runtime has no program for {0}, only for {1}. Open the folder through a remote (SSH, WSL, dev container) on one of those.',
  buildNoRoom:
    'There is not enough room in {0} to prepare the model: {1} GB are needed, {2} GB are free. Free some space, or name another folder with INFINIASK_MODELS.',
  buildDiskFull:
    'The disk of {0} became full while the model was prepared. Free some space, then try again, or name another folder with INFINIASK_MODELS.',
  buildUnwritable:
    'The model cannot be prepared, because {0} cannot be written to ({1}). Check its permissions, or name another folder with INFINIASK_MODELS.',
  modelPreparingStopped:
    'The question was stopped while the model was prepared. Ask again: the model is prepared anew.',
  modelUnknown:
    'There is no model called "{0}" here. "infiniask models list" shows what there is; the path of a GGUF file or of a model\'s folder works as well.',
  modelNotHere:
    'The model {0} is not on this machine yet. Get it with "infiniask models get {0}", or with the command “Choose a model…”.',
  modelNotGettable:
    '"{0}" cannot be got. Name a model of "infiniask models list", or a file at the hub as OWNER/NAME/FILE.gguf.',
  modelNotOurs: 'The model {0} belongs to {1} and is only read here. Remove it there.',
  modelNotAModel:
    'There is no model at {0}. A model is a GGUF file, or a folder with config.json, tokenizer.json and model.safetensors.',
  termsNotAccepted:
    '{0} may be used by those who accept its terms, {1}. Read them at {2}. Then get it again with --accept-terms, or agree in the command “Choose a model…”.',
  choicesUnreadable: 'The file {0} with your choice of models cannot be used: {1}. Mend it or delete it.',
  choicesUnwritable:
    'The file {0} with your choice of models cannot be written: {1}. Check the permissions of its folder, or name another with INFINIASK_CONFIG.',
  modelFileDiffers:
    'The file {0} has changed since it was got (SHA-256 {1}, expected {2}). Remove the model and get it again.',
  goodForReadingAndWriting: 'reads and writes English; small and quick',
  goodForReading: 'reads many languages and paraphrases',
  goodForEmbedded: 'reads and writes English and Chinese',
  hubEndpointInvalid:
    'HF_ENDPOINT is “{0}”, which is no address of a hub. It looks like https://huggingface.co and has no password in it.',
  hubUnreachable:
    'The hub {0} cannot be reached ({1}). Check the network. HTTPS_PROXY names a proxy, HF_ENDPOINT a mirror.',
  hubCertificate:
    'The certificate of {0} is not trusted ({1}). NODE_EXTRA_CA_CERTS may name the file of your own authority.',
  hubRedirects:
    '{0} leads from one address to the next without end. Try again later, or name a mirror with HF_ENDPOINT.',
  hubRedirectUnsafe:
    '{0} redirects to {1}, which was not followed: the connection would not be encrypted any more.',
  hubBusy:
    'The hub {0} has too much to do, or you have asked too often ({1}). Get the model again {2}; what was loaded is kept.',
  hubLater: 'later',
  hubInSeconds: 'in {0} seconds',
  hubFailed: 'The hub {0} failed ({1}). Get the model again later; what was loaded is kept.',
  hubRefused: '{0} was refused ({1}). Get it again later; what was loaded is kept.',
  hubGated:
    'The makers of {0} give it to those who have agreed to their terms. Agree at {1}, make a token in your account there, and set it as HF_TOKEN.',
  hubTokenRefused:
    '{0} is not for the token in HF_TOKEN ({1}). Set one of an account that may read it, or none.',
  hubForbidden:
    '{0} was refused ({1}): it does not exist, or not for everybody. Check the name; for a private model set HF_TOKEN.',
  hubMissing: 'The hub has no {0} in revision {1} ({2}). Check the names of owner, model and file.',
  hubCutOff:
    'The connection broke again and again while {0} was loaded ({1}). Get it again: it goes on where it ended.',
  hubFileOther:
    'The file at {0} is not the one that InfiniAsk knows (SHA-256 {1}, expected {2}). Nothing was loaded. A newer version of InfiniAsk may know it; named as OWNER/NAME/FILE.gguf, any file of the hub can be got.',
  hubFileOtherSize:
    'The file at {0} has {1} bytes, not the {2} of the one that InfiniAsk knows. Nothing was loaded. A newer version of InfiniAsk may know it.',
  downloadChanging: '{0} was changed at the hub while it was loaded. Get it again.',
  downloadDamaged:
    'What came from {0} is not what should have come (SHA-256 {1}, expected {2}) and was deleted. Get it again; if it happens once more, something on the way changes files, as some proxies do.',
  downloadNoRoom:
    'There is not enough room in {0}: {1} are needed, {2} are free. Free some space, or name another folder with INFINIASK_MODELS.',
  downloadDiskFull:
    'The disk of {0} became full. Free some space and get the model again: it goes on where it ended.',
  downloadUnwritable:
    '{0} cannot be written to ({1}). Check its permissions, or name another folder with INFINIASK_MODELS.',
  downloadRestricted:
    'Nothing is downloaded in a window without trust. Trust the workspace, then choose the model again.',
  cacheOff: 'Nothing is kept between questions: the cache is turned off.',
  cacheFull:
    'The cache is full. What is not in it is read when a question needs it; a larger cache holds more.',
  nothingRemembered:
    'Nothing new is remembered in "{0}": {1}. Answers are found as before, but later questions will not be faster. {2}',
  diskFull: 'the disk is full',
  freeSpace: 'Free some space, then start again.',
  notWritable: 'it cannot be written to',
  checkPermissions: "Check the folder's permissions, then start again.",
  fileForFolder: 'a file is where a folder should be',
  moveFile: 'Move the file away, then start again.',
  ofAnotherUser: 'it belongs to another user',
  nameOtherCache: 'Name another folder with INFINIASK_CACHE, then start again.',
  checkDisk: 'Check the disk, then start again.',
  engineShutDown: 'The engine has been shut down.',
  engineStopped: 'The engine process stopped ({0}). Ask again to start a new one.',
  internal: 'Something went wrong inside InfiniAsk: {0}',
  writerRefusedConnection:
    'Nothing answers at {0} (connection refused). Is the server running, and is this its port?',
  writerHostUnknown: 'The host of {0} was not found. Check the URL and the network.',
  writerUnreachable: '{0} cannot be reached ({1}). Check the URL and the network.',
  writerCertificate:
    'The certificate of {0} is not trusted ({1}). NODE_EXTRA_CA_CERTS may name the file of your own authority.',
  writerCutOff:
    'The server at {0} ended the connection before the answer was complete. Look whether it still runs.',
  writerSilent:
    'The server at {0} said nothing for {1} seconds. Look whether it still works, or take a smaller model.',
  writerKeyRefused:
    'The server at {0} refused the key ({1}). Set the right one: the command “Set the key of the endpoint”, or INFINIASK_ENDPOINT_KEY on the command line.',
  writerModelUnknown:
    'The server at {0} does not know the model “{1}”, or not this address ({2}). {0}/models lists its models (with Ollama: ollama list); the URL mostly ends with /v1.',
  writerBusy: 'The server at {0} has too much to do or a quota is used up ({1}). Wait, then ask again.',
  writerServerFailed:
    'The server at {0} failed ({1}). Its log may say why; a model too large for the memory is a frequent cause.',
  writerRequestRefused:
    'The server at {0} refused the request ({1}). If the text is too long for the model, keep less evidence.',
  writerRedirects:
    '{0} redirects to {1}, which was not followed. If that is the server you mean, set its URL.',
  writerModelUnnamed:
    'No model is named for {0}. Set infiniask.endpoint.model (--endpoint-model on the command line) to one of those that {0}/models lists.',
  writerUrlInvalid: '“{0}” is no URL. It looks like http://127.0.0.1:11434/v1.',
  writerUrlScheme: '“{0}” cannot be used: the URL of an endpoint begins with http:// or https://.',
  writerUrlPassword: 'The URL of the endpoint must not contain a password. Set a key instead.',
  writerKeyInvalid: 'The key of the endpoint has characters that no key has. Set it again.',
  writerErrorUnsaid: 'The server told of an error and did not say which. Its log may.',
  writerError: 'The server told of an error: {0}',
  writerEndlessEvent: 'The server sent something that is no answer: an event without end.',
  writerNoCompletion:
    'The server sent something that is no chat completion (“{0}”). Check that the URL is that of a server with OpenAI’s interface; it mostly ends with /v1.',
  writerEndless: 'The model did not come to an end; the answer was cut. Try another model.',
  writerTokenLimit:
    'The answer was cut at the server’s limit of tokens. Raise that limit, or keep less evidence.',
  writerFiltered: 'The server’s content filter cut the answer.',
  writerNoEditor: 'There is no editor whose language model could write. Choose another writer.',
  writerSilentModel: '{0} wrote nothing. Try another model.',
  writerFailed: '{0} failed: {1}',
};
