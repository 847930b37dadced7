"""Invented street names, one theme a neighbourhood; no name occurs twice in the town."""

from __future__ import annotations


_THEMES: dict[str, str] = {
    "old_town": (
        "Kirchgasse, Brunnengasse, Salzgasse, Kornmarkt, Webergasse, Tuchmachergasse, Nikolaistraße, "
        "Klosterstraße, Rathausstraße, Fischergasse, Silgegasse, Münzgasse, Engelgasse, Töpfergasse, Ritterstraße, "
        "Kleine Mauerstraße, Große Mauerstraße, Domgasse, Apothekergasse, Schulgasse, Spitalgasse, Turmgasse, "
        "Heumarkt, Wollgasse, Backhausgasse, Zehntgasse, Lohgasse, Pfaugasse, Eselsgasse, Hafergasse, "
        "Krumme Gasse, Badergasse, Seilergasse, Nachtwächtergasse, Sackgasse, Hirtengasse, Küstergasse"
    ),
    "city": (
        "Bahnhofstraße, Poststraße, Gartenstraße, Friedensstraße, Lange Straße, Eisenbahnstraße, Güterstraße, "
        "Neue Straße, Luisenplatz, Museumsstraße, Theaterstraße, Bleichstraße, Wallstraße, Parkstraße, Kurze Straße, "
        "Freiheitsplatz, Bürgerstraße, Gymnasialstraße, Sparkassengasse, Lokschuppenweg, Signalstraße, Weststraße, "
        "Südstraße, Schützenstraße, Zeughausstraße, Werkstättenstraße"
    ),
    "harbour": (
        "Kaistraße, Am Stichkanal, Schleusenweg, Ankerweg, Lotsenstraße, Speicherstraße, Kranweg, Treidelpfad, "
        "Schifferstraße, Am Hafenbecken, Matrosengasse, Pegelweg, Werftstraße, Bojenweg, Zollhofstraße, Kahnweg, "
        "Leinpfad, Spundwandweg, Segelmacherweg, Tauwerkstraße"
    ),
    "guild": (
        "Böttcherstraße, Schmiedestraße, Sattlerweg, Seilerweg, Zimmererstraße, Färberstraße, Gerberstraße, "
        "Drechslerweg, Glaserweg, Schlosserstraße, Wagnerstraße, Buchbinderweg, Schreinerstraße, Maurerstraße, "
        "Dachdeckerweg, Steinmetzstraße, Uhrmacherweg, Setzerweg, Spenglerweg, Hufschmiedweg, Zinngießerweg, "
        "Müllerstraße, Ofensetzerweg, Korbmacherweg, Bürstenbinderweg, Messerschmiedweg"
    ),
    "cloth": (
        "Spinnereistraße, Garnweg, Leinenstraße, Webstuhlweg, Flachsweg, Nadelgasse, Zwirnweg, Spindelweg, Haspelweg, "
        "Schneiderstraße, Samtweg, Damastweg, Wollkämmerweg, Blaudruckweg, Nähstubenweg, Spulenweg, Hutmacherweg, "
        "Klöppelweg, Strickweg, Leineweberplatz, Walkerstraße"
    ),
    "gates": (
        "Silgetorstraße, Torhausweg, Zwingerweg, Bastionsweg, Grabenstraße, Schanzenweg, Zugbrückenweg, Am Wehrturm, "
        "Promenadenweg, Rosengarten, Pulverturmweg, Stadtgrabenweg, Wächterweg, Palisadenweg, Torwärterweg"
    ),
    "fish": (
        "Hechtweg, Zanderweg, Forellenstraße, Karpfenweg, Schleienweg, Barschweg, Aalweg, Äschenweg, Silgeufer, "
        "Rotfederweg, Bachstraße, Brückenstraße, Quappenweg, Gründlingweg, Fährstraße, Uferstraße, Neunaugenweg, "
        "Stichlingweg, Brassenweg, Döbelweg, Lachsweg, Nordufer, Wehrstraße, Flutweg, Nasenweg, Welsweg"
    ),
    "trees": (
        "Lindenweg, Ahornstraße, Buchenweg, Eichenstraße, Ulmenweg, Birkenweg, Kastanienallee, Erlenweg, Eschenstraße, "
        "Platanenweg, Tannenweg, Fichtenweg, Kiefernweg, Lärchenweg, Pappelallee, Weidenweg, Robinienweg, "
        "Hainbuchenweg, Ebereschenweg, Akazienweg, Zedernweg, Eibenweg, Ginkgoweg, Magnolienweg, Feldahornweg, "
        "Espenweg, Traubeneichenweg, Douglasienweg"
    ),
    "berries": (
        "Brombeerweg, Himbeerweg, Holunderweg, Schlehenweg, Wacholderweg, Stachelbeerweg, Heidelbeerweg, "
        "Preiselbeerweg, Sanddornweg, Johannisbeerweg, Erdbeerweg, Vogelbeerweg, Maulbeerweg, Hagebuttenweg, "
        "Weißdornweg, Berberitzenweg, Quittenweg"
    ),
    "mill": (
        "Mühlenstraße, Mühlbachweg, Am Mühlrad, Kornweg, Mahlgasse, Windmühlenweg, Ölmühlenweg, Mehlstraße, "
        "Müllerpfad, Sägemühlenweg, Mühlgraben, Schrotweg, Walkmühlenweg, Kleiestraße, Beutelweg, Mahlsteinweg, "
        "Stauwehrweg, Am Mahlgang, Bruchstraße, Steinmühlenweg, Papiermühlenweg, Alte Mühle, Grützmühlenweg, "
        "Wassermühlenweg, Bockmühlenweg, Turbinenweg"
    ),
    "game": (
        "Rehwinkel, Hirschweg, Fuchsweg, Dachsweg, Hasenweg, Marderweg, Igelweg, Luchsweg, Wieselweg, Iltisweg, "
        "Damwildweg, Jägerstraße, Eichhornweg, Biberweg, Otterweg, Kitzweg, Hamsterweg, Auerhahnweg, Försterweg, "
        "Haselmausweg"
    ),
    "herbs": (
        "Kamillenweg, Salbeiweg, Thymianweg, Lavendelweg, Minzweg, Arnikaweg, Schafgarbenweg, Melissenweg, "
        "Kerbelweg, Dillweg, Estragonweg, Majoranweg, Baldrianweg, Fenchelweg, Ysopweg, Bibernellweg"
    ),
    "birds": (
        "Amselweg, Drosselweg, Finkenweg, Meisenweg, Starenweg, Schwalbenweg, Rotkehlchenweg, Zaunkönigweg, "
        "Kiebitzweg, Reiherweg, Bussardweg, Falkenstraße, Sperberweg, Eulenweg, Habichtweg, Milanweg, Stieglitzweg, "
        "Zeisigweg, Goldammerweg, Nachtigallenweg, Kranichstraße, Storchenweg, Wachtelweg, Rebhuhnweg, Elsterweg, "
        "Dohlenweg, Pirolweg, Kleiberweg"
    ),
    "butterflies": (
        "Falterweg, Admiralweg, Zitronenfalterweg, Bläulingweg, Schwalbenschwanzweg, Pfauenaugenweg, Hummelweg, "
        "Libellenweg, Grillenweg, Marienkäferweg, Bienenweg, Imkerstraße, Schillerfalterweg, Ochsenaugenweg, "
        "Honigweg, Kaisermantelweg, Distelfalterweg, Aurorafalterweg"
    ),
    "stars": (
        "Sternweg, Orionweg, Merkurweg, Venusweg, Marsweg, Jupiterstraße, Saturnweg, Polarsternweg, Sonnenhang, "
        "Mondstraße, Kometenweg, Kassiopeiaweg, Neptunweg, Milchstraße, Planetenring, Plejadenweg, Wegaweg"
    ),
    "flowers": (
        "Rosenweg, Tulpenweg, Nelkenweg, Dahlienweg, Asternweg, Lilienweg, Veilchenweg, Fliederweg, Narzissenweg, "
        "Primelweg, Malvenweg, Margeritenweg, Krokusweg, Anemonenweg, Enzianweg, Mohnweg, Kornblumenweg, Irisweg, "
        "Gladiolenweg, Hyazinthenweg, Jasminweg, Ritterspornweg, Levkojenweg, Petunienweg, Akeleiweg, "
        "Sonnenblumenweg, Ginsterweg, Lupinenweg"
    ),
    "mining": (
        "Zechenstraße, Flözweg, Stollenweg, Steigerstraße, Knappenweg, Kohlenstraße, Grubenweg, Hauerstraße, "
        "Schachtstraße, Lorenweg, Haldenstraße, Förderturmweg, Barbarastraße, Glückaufstraße, Kumpelweg, "
        "Bergmannstraße, Kauenweg, Wetterschachtweg, Fahrsteigerweg, Querschlagweg, Koksweg, Seilscheibenweg"
    ),
    "grain": (
        "Weizenweg, Roggenweg, Haferweg, Gerstenweg, Dinkelweg, Ährenweg, Garbenweg, Erntestraße, Sensenweg, "
        "Dreschweg, Tennenweg, Scheunenweg, Strohweg, Maisweg, Hirseweg, Emmerweg, Buchweizenweg, Mähdrescherweg, "
        "Pflugstraße, Eggenweg"
    ),
    "orchard": (
        "Apfelweg, Birnenweg, Kirschenallee, Pflaumenweg, Obsthof, Mirabellenweg, Zwetschgenweg, Nussbaumweg, "
        "Gravensteinerweg, Boskoopweg, Renettenweg, Streuobstweg, Aprikosenweg, Pfirsichweg, Mostweg, Kelterstraße, "
        "Sünderbecker Markt, Berlepschweg, Goldparmänenweg, Walnussweg, Haselweg, Mispelweg, Weinbergstraße, "
        "Rebenweg, Winzerweg, Spalierweg, Alkmeneweg, Jakobapfelweg, Speierlingweg"
    ),
    "landscape": (
        "Talweg, Grundstraße, Quellenweg, Hohlweg, Am Hang, Wiesengrund, Schluchtweg, Bergstraße, Moosweg, "
        "Am Steilufer, Sandweg, Lehmweg, Kiesweg, Tonweg, Mergelweg, Schieferweg, Am Findling, Felsenweg"
    ),
    "meadow": (
        "Wiesenweg, Kleeweg, Löwenzahnweg, Auenweg, Binsenweg, Schilfweg, Rohrweg, Heuweg, Grasweg, Sauerampferweg, "
        "Weideweg, Koppelweg, Sumpfdotterweg, Schaumkrautweg, Seggenweg, Wollgrasweg"
    ),
    "hills": (
        "Hügelstraße, Westerhagener Kirchweg, Höhenweg, Rodelhang, Kammweg, Panoramaweg, Kuppenweg, Gipfelweg, "
        "Aussichtsweg, Hagenstraße, Hagenbuschweg, Heckenweg, Knickweg, Wallheckenweg, Am Hagen, Zaunweg, "
        "Gatterweg, Feldrain, Ackerstraße, Lesesteinweg, Hofkamp, Kirchkamp, Schulkamp, Brinkstraße"
    ),
    "cooper": (
        "Haardtstraße, Küferweg, Daubenweg, Fassbinderweg, Brauhausstraße, Hopfenweg, Malzstraße, Sudhausweg, "
        "Kellerstraße, Eiskellerweg, Braugasse, Schankweg, Bernsteinweg, Pechhüttenweg, Köhlerweg, Meilerweg, "
        "Kohlplatz, Holzweg, Scheitweg, Flößerweg, Spanweg, Waldstraße, Schonungsweg, Lichtungsweg"
    ),
    "music": (
        "Lerchenstraße, Geigenweg, Flötenweg, Harfenweg, Celloweg, Trompetenweg, Paukenweg, Liederweg, Chorweg, "
        "Sonatenweg, Notenweg, Dirigentenweg, Orgelweg, Fagottweg, Klarinettenweg, Oboenweg, Menuettweg, Reigenweg, "
        "Walzerweg, Serenadenweg"
    ),
}


def names_for(theme: str) -> list[str]:
    """The street names of one theme, in a fixed order."""
    return [name.strip() for name in _THEMES[theme].split(",")]
